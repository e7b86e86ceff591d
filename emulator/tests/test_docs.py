"""The pages say what is true: generated ones are current, links lead somewhere, examples run."""

import asyncio
import re
import shlex
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import httpx2
import pytest

import intacct_emulator
from intacct_client import Client
from intacct_emulator import Emulator, cli, pages
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.commands import COMMANDS
from intacct_emulator.errors import page as errors
from intacct_emulator.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md"), *(ROOT / "fixtures").rglob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
GUIDE = (DOCS / "client.md").read_text(encoding="utf-8")
CONTRACT_OPTIONS = {"--target", "--allow-writes"}
LOCAL_CREDENTIALS = {
    "SENDER_ID": "local_sender",
    "SENDER_PASSWORD": "local_sender_secret",
    "COMPANY_ID": "blank",
    "USER_ID": "wsuser",
    "USER_PASSWORD": "wsuser_secret",
}
GATEWAY = "http://127.0.0.1:8080/ia/xml/xmlgw.phtml"


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of one language; an empty one means shell."""
    return [body for kind, body in re.findall(r"```(\w*)\n(.*?)```", text, re.DOTALL) if kind == language]


def words_of(text: str) -> list[list[str]]:
    """The command lines of a page's shell blocks, split as a shell would."""
    shell = [*blocks(text, ""), *blocks(text, "sh")]
    return [shlex.split(line, comments=True) for block in shell for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("name", sorted(pages.PAGES))
def test_a_generated_page_is_current(name: Any) -> None:
    """What stands in docs/ is what the code says now."""
    assert (DOCS / name).read_text(encoding="utf-8") == pages.PAGES[name](), "python -m intacct_emulator.pages docs"


def test_the_check_of_the_generated_pages_can_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page that is missing or changed is named; written anew, it passes."""
    pages.write(tmp_path)
    assert pages.main(str(tmp_path), "--check") == 0
    (tmp_path / "errors.md").unlink()
    (tmp_path / "cli.md").write_text("old", encoding="utf-8")
    assert pages.main(str(tmp_path), "--check") == 1
    assert [line.split()[0] for line in capsys.readouterr().err.splitlines()] == ["cli.md", "errors.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Any) -> None:
    """A relative link names a file of the checkout, and an anchor a heading in it."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("https://", "http://")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), f"{page.name}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", sorted({p.name for p in DOCS.glob("*.md")} - {"README.md"}))
def test_every_page_is_in_the_index(page: Any) -> None:
    """A reader of docs/README.md finds every page."""
    assert f"]({page})" in (DOCS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_commands_in_the_pages_exist(page: Any) -> None:
    """Scripts are there, sub-commands and flags are known to the parser, and paths exist."""
    for words in words_of(page.read_text(encoding="utf-8")):
        if "intacct-emulator" in words:
            arguments = words[words.index("intacct-emulator") + 1 :]
            cli.parser().parse_args(arguments[: arguments.index(">")] if ">" in arguments else arguments)
        for word in words:
            if word.startswith((".ci/", "emulator/", "benchmarks/", "contract_tests", "@fixtures/")):
                assert (ROOT / word.removeprefix("@")).exists(), word


def test_the_first_pages_show_how_to_run_it() -> None:
    """The test above reads commands: it does not pass because there are none."""
    seen = {word for words in words_of(README) + words_of(CONTRIBUTING) for word in words[:3]}
    assert {"python3", ".ci/env.py", ".ci/run", "pytest", "intacct-emulator", "curl"} <= seen


def test_ci_runs_the_tests_with_the_command_of_the_readme() -> None:
    """The two must not drift apart: what a reader runs is what a merge needs."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    command = next(words for words in words_of(README) if "pytest" in words)
    assert command[:3] == ["python3", ".ci/env.py", "pytest"]
    assert not [word for word in command[3:] if "/" in word], "the whole suite, not a part of it"
    assert f"\nin_environment {shlex.join(command[2:])}\n" in script
    assert 'in_environment() { "$python" .ci/env.py "$@"; }' in script


def test_the_examples_of_the_readme_do_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    """The XML is in the answer to the request of the curl line, and the Python programs print what they promise."""
    (post,) = [words for words in words_of(README) if "--data-binary" in words]
    request = (ROOT / post[post.index("--data-binary") + 1].removeprefix("@")).read_bytes()
    client, inside = blocks(README, "python")
    with Emulator(companies=["northfield"], seed=0) as emulator:
        assert post[-1] == GATEWAY
        answer = httpx2.post(emulator.url, content=request, headers={"Content-Type": "application/xml"}).text
        (promised,) = blocks(README, "xml")
        for line in promised.splitlines():
            assert line.partition("[Support ID")[0] in answer
        exec(compile(client.replace(GATEWAY, emulator.url), "README.md", "exec"), {})
    key, receivable, revenue = capsys.readouterr().out.splitlines()
    assert key.isdigit()
    assert "'ACCOUNTNO': '1200', 'AMOUNT': '7400'" in receivable
    assert "'ACCOUNTNO': '4000', 'AMOUNT': '-7400', 'DEPARTMENTID': '11', 'PROJECTID': 'P-1001'" in revenue
    exec(compile(inside, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("http://127.0.0.1:")


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Client]:
    """A client of a company that has what the guide's examples name; the environment and the profiles that lead to
    it."""
    with Emulator(companies=["blank", "northfield"], seed=0) as emulator:
        profiles = tmp_path / ".intacct" / "credentials.ini"
        profiles.parent.mkdir()
        (shown,) = [block for block in blocks(GUIDE, "ini") if "[emulator]" in block]
        profiles.write_text(shown.replace(GATEWAY, emulator.url), encoding="utf-8")
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        for name, text in LOCAL_CREDENTIALS.items():
            monkeypatch.setenv(f"INTACCT_{name}", text)
        monkeypatch.setenv("INTACCT_ENDPOINT_URL", emulator.url)
        with Client.from_env() as client:
            account = {"ACCOUNTNO": "4010", "TITLE": "Support", "ACCOUNTTYPE": "incomestatement"}
            client.create("GLACCOUNT", {**account, "NORMALBALANCE": "credit", "CLOSINGACCOUNTNO": "3900"})
            client.create("DEPARTMENT", {"DEPARTMENTID": "SVC", "TITLE": "Services"})
            for customer in ("C-100", "C-200"):
                client.create("CUSTOMER", {"CUSTOMERID": customer, "NAME": customer})
            client.create("PROJECT", {"PROJECTID": "P-1", "NAME": "One", "PROJECTCATEGORY": "Contract"})
            # The guide reads invoice 42.
            item = {"ACCOUNTNO": "4000", "TRX_AMOUNT": "1.00", "DEPARTMENTID": "SVC", "PROJECTID": "P-1"}
            invoice = {"CUSTOMERID": "C-100", "WHENCREATED": "01/01/2026", "WHENDUE": "01/31/2026"}
            for _ in range(42):
                client.create("ARINVOICE", {**invoice, "ARINVOICEITEMS": {"ARINVOICEITEM": [item]}})
            yield client


def test_the_examples_of_the_guide_run(reader: Client, capsys: pytest.CaptureFixture[str]) -> None:
    """The Python of docs/client.md, from top to bottom, in one company."""
    names: dict[str, Any] = {"client": reader}
    for block in blocks(GUIDE, "python"):
        exec(compile(block, "client.md", "exec"), names)
        names["client"] = reader
    # After the 42 invoices that are listed comes the key of the one that is made.
    assert "43" in capsys.readouterr().out.splitlines()
    assert asyncio.run(names["customers"]()) == ["C-100", "C-200"]


def test_the_functions_and_the_settings_the_pages_name_exist() -> None:
    """The table of the README and the changelog name only what is registered, and no flag that is none."""
    from intacct_emulator.functions.registry import REGISTRY

    built = {function.name for function in REGISTRY.all()}
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    options = {option.name for command in COMMANDS for option in command.options}
    flags = {setting.flag for setting in SETTINGS} | CONTRACT_OPTIONS | options
    rows = [row for row in README.splitlines() if row.startswith(("| Generic functions", "| Legacy functions"))]
    assert len(rows) == 2
    entries = re.findall(
        r"^- (?:Generic functions|Set-up and upkeep|Legacy functions):.*(?:\n  .*)*", changes, re.MULTILINE
    )
    assert len(entries) == 3
    for text in (*rows, *entries):
        assert set(re.findall(r"`(\w+)`", text)) - built == set()
    for text in (README, changes, (DOCS / "how-it-works.md").read_text(encoding="utf-8")):
        assert set(re.findall(r"`(--[a-z-]+)", text)) - flags == set()


def test_the_map_of_the_house_has_every_room_and_no_other() -> None:
    """Each folder of the package is a line of CONTRIBUTING's map."""
    mapped = set(re.findall(r"^\| `(\w+)/` \|", CONTRIBUTING.partition("## Habits")[0], re.MULTILINE))
    package = Path(intacct_emulator.__file__).parent
    assert mapped == {folder.parent.name for folder in package.glob("*/__init__.py")}


def test_every_dependency_has_a_reason() -> None:
    """No package is depended on without a word why, and no reason outlives its package."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = declared["optional-dependencies"]
    wanted = [*declared["dependencies"], *chain(*extras.values())]
    packages = {re.split(r"[\[><=]", one)[0] for one in wanted} - {"intacct-emulator"}
    table = CONTRIBUTING.partition("## Dependencies")[2]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    assert packages == {name for row in rows for name in re.findall(r"`([\w-]+)`", row)} - set(extras)


def test_the_version_is_the_same_everywhere() -> None:
    """The package says the version its distribution has."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert declared["version"] == intacct_emulator.__version__


def test_every_error_is_on_the_page_and_guesses_stand_apart() -> None:
    """Nothing of the catalogue is left out, and an inferred error is nowhere but among the guesses."""
    known, _, guessed = errors.page().partition("## What we guess")
    entries = list(errors.entries())
    assert len({(module, name) for module, name, _ in entries}) == len(entries) > 80
    for _, name, entry in entries:
        assert entry.source, name
    rows = {
        part: sum(row.startswith("| `") for row in text.splitlines()) for part, text in (("k", known), ("g", guessed))
    }
    inferred = sum(entry.evidence is Evidence.INFERRED for _, _, entry in entries)
    assert rows == {"k": len(entries) - inferred, "g": inferred}
    assert "| inferred |" not in known
