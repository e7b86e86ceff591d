"""Closing and opening books of a running emulator: by HTTP, by command, by method, and from the start."""

from datetime import date
from pathlib import Path
from shutil import copytree

import httpx2
import pytest

from intacct_emulator import Emulator, cli
from intacct_emulator.resources import company_folder

OPEN = dict.fromkeys(("GL", "AP", "AR", "EE", "CM"))


def closed(day: str, *modules: str) -> dict[str, str | None]:
    return {name: day if not modules or name in modules else None for name in OPEN}


def test_books_are_closed_and_opened_over_http(control: httpx2.Client) -> None:
    """One entity and one module at a time, or all; every verb answers the books as they are then."""
    control.post("/companies", json={"template": "northfield", "company_id": "one"}).raise_for_status()
    said = control.post("/companies/one/books/close", json={"through": "2026-01-31", "entity": None, "modules": ["AP"]})
    assert said.json() == [
        {"entity": entity, "closed_through": closed("2026-01-31", "AP")} for entity in (None, "US", "CA")
    ]
    said = control.post("/companies/one/books/close", json={"through": "2026-02-28", "entity": "US"})
    assert said.json()[1] == {"entity": "US", "closed_through": closed("2026-02-28")}
    said = control.post("/companies/one/books/open", json={"since": "2026-02-01", "modules": ["GL", "AP"]})
    assert said.json()[1]["closed_through"] == {**closed("2026-02-28"), "GL": "2026-01-31", "AP": "2026-01-31"}
    assert said.json()[2]["closed_through"] == closed("2026-01-31", "AP")
    control.post("/companies/one/books/open").raise_for_status()
    assert {str(state["closed_through"]) for state in control.get("/companies/one/books").json()} == {str(OPEN)}


@pytest.mark.parametrize(
    ("order", "status", "error"),
    [
        ({}, 422, "through is missing: The end of a month, as 2026-01-31."),
        ({"through": "January"}, 422, "through: 'January' is no day such as 2026-01-31"),
        ({"through": "2026-01-30"}, 422, "2026-01-30 is not the end of a month, and books close only then"),
        ({"through": "2026-01-31", "entity": "MARS"}, 422, "there is no entity MARS; there are US, CA"),
        ({"through": "2026-01-31", "modules": ["PO"]}, 422, "there is no module PO; there are GL, AP, AR, EE, CM"),
        ({"through": "2026-01-31", "modules": [1]}, 422, "modules: [1] is no array of texts"),
        ({"through": "2026-01-31", "modules": "AP"}, 422, "modules: 'AP' is no array of texts"),
    ],
)
def test_what_cannot_be_closed_is_told(
    control: httpx2.Client, order: dict[str, object], status: int, error: str
) -> None:
    """A refused order is answered with one sentence and closes nothing."""
    control.post("/companies", json={"template": "northfield", "company_id": "one"}).raise_for_status()
    said = control.post("/companies/one/books/close", json=order)
    assert (said.status_code, said.json()) == (status, {"error": error})
    assert control.get("/companies/one/books").json()[0]["closed_through"] == OPEN


def test_commands_and_methods_say_the_same(emulator: Emulator, capsys: pytest.CaptureFixture[str]) -> None:
    """What a command closes, a method sees, and the other way round."""
    emulator.companies.create("northfield", "one")
    server = ["--server", emulator.address]
    close = ["company", "books", "close", "one", "--through", "2026-01-31", "--entity", "US", "--modules", "AP,CM"]
    assert cli.main([*close, *server]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["(top", "level)", "open"],
        ["US", "AP", "2026-01-31,", "CM", "2026-01-31"],
        ["CA", "open"],
    ]
    assert emulator.companies.books("one")[1].closed_through["AP"] == date(2026, 1, 31)
    emulator.companies.close_books("one", date(2026, 3, 31), "CA")
    assert cli.main(["company", "books", "open", "one", "--since", "2026-01-01", "--entity", "US", *server]) == 0
    assert cli.main(["company", "books", "show", "one", *server]) == 0
    assert "US                    AP 2025-12-31, CM 2025-12-31\n" in capsys.readouterr().out
    emulator.companies.open_books("one")
    assert all(state.closed_through == OPEN for state in emulator.companies.books("one"))
    assert cli.main(["company", "books", "close", "one", "--through", "2026-01-30", *server]) == cli.EXIT_FAILED


def test_a_fixture_begins_with_closed_books(tmp_path: Path, state_dir: Path) -> None:
    """A company's folder says what is closed from the start; a fault there is told by `company check`."""
    folder = tmp_path / "mine"
    copytree(company_folder("northfield"), folder)
    setup = folder / "company.toml"
    text = setup.read_text(encoding="utf-8").replace('"northfield"', '"mine"', 1).replace("mirrors", "# mirrors")
    text += "\n[[closed_books]]\nthrough = 2026-01-31\n[[closed_books]]\nthrough = 2026-02-28\n"
    setup.write_text(text + 'entity = "US"\nmodules = ["AP"]\n', encoding="utf-8")
    with Emulator(companies=[str(folder)], state_dir=state_dir) as emulator:
        books = emulator.companies.books("mine")
        assert [state.closed_through["AP"] for state in books] == [
            date(2026, 1, 31),
            date(2026, 2, 28),
            date(2026, 1, 31),
        ]
        assert {state.closed_through["GL"] for state in books} == {date(2026, 1, 31)}
    setup.write_text(text.replace("2026-01-31", "2026-01-30"), encoding="utf-8")
    assert cli.main(["company", "check", str(folder)]) == cli.EXIT_FAILED
