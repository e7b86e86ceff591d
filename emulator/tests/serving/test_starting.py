"""A start that cannot be is one sentence and status 1; nothing is made or changed where it was refused."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
from asking import envelope
from kept_companies import contents, folder_of_format_0

Start = Callable[..., "subprocess.Popen[str]"]
PROGRAM = [sys.executable, "-m", "intacct_emulator.cli"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `intacct-emulator` with those arguments."""
    started: list[subprocess.Popen[str]] = []
    environment = {name: value for name, value in os.environ.items() if not name.startswith("INTACCT_EMULATOR_")}
    environment["INTACCT_EMULATOR_STATE_DIR"] = str(tmp_path / "state")

    def run(*arguments: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def serve(start: Start, data: Path, company: str = "blank") -> "subprocess.Popen[str]":
    return start("serve", "--port", "0", "--data", str(data), "--company", company)


def ready(process: "subprocess.Popen[str]") -> str:
    """The address of a server that is up."""
    assert process.stdout is not None
    word, _, url = process.stdout.readline().strip().partition(" ")
    assert word == "READY", process.communicate()[1]
    return url


def refusal(process: "subprocess.Popen[str]") -> str:
    """The one sentence of a start that failed."""
    output, errors = process.communicate(timeout=20)
    assert (process.returncode, output) == (1, ""), errors
    (line,) = errors.splitlines()
    assert line.startswith("intacct-emulator: ")
    return line


def test_a_second_emulator_on_a_folder_is_refused(start: Start, tmp_path: Path) -> None:
    """The folder is named; `company generate` is refused too; the first one goes on; a killed one keeps nobody out."""
    data = tmp_path / "books"
    first = serve(start, data)
    url = ready(first)
    assert f"another emulator is using the data folder {data}" in refusal(serve(start, data))
    generate = ("company", "generate", "big", "--from", "blank", "--data", str(data), "--invoices", "1")
    assert f"another emulator is using the data folder {data}" in refusal(start(*generate))
    customer = "<create><CUSTOMER><CUSTOMERID>C1</CUSTOMERID><NAME>First</NAME></CUSTOMER></create>"
    answer = httpx2.post(url, content=envelope(customer, company="blank").encode(), timeout=10)
    assert b"<status>failure" not in answer.content
    first.send_signal(signal.SIGKILL)
    first.wait(5)
    ready(serve(start, data))


@pytest.mark.parametrize(
    ("name", "content", "wrong"),
    [
        ("blank.company.db", b"noise " * 20_000, "nor any database"),
        ("emulator.db", b"noise " * 20_000, "nor any database"),
        ("blank.company.db", b"", "it is empty"),
    ],
)
def test_a_damaged_file_is_named_and_left(start: Start, tmp_path: Path, name: str, content: bytes, wrong: str) -> None:
    """What can be done is said too; the folder is what it was, byte for byte."""
    data = tmp_path / "books"
    data.mkdir()
    (data / name).write_bytes(content)
    said = refusal(serve(start, data))
    assert str(data / name) in said
    assert wrong in said
    assert "restore it from a copy, delete it to start over, or name another folder with --data" in said
    assert contents(data) == {name: content}


def test_a_company_that_does_not_exist_makes_nothing(start: Start, tmp_path: Path) -> None:
    """Those that exist are named, the ones of the data folder too, and no folder is made for the misspelt one."""
    assert "known companies: blank, lakeshore, northfield" in refusal(serve(start, tmp_path / "books", "nosuch"))
    assert not (tmp_path / "books").exists()
    folder = folder_of_format_0(tmp_path / "old")
    (folder / "blank.company.db").rename(folder / "mine.company.db")
    before = contents(folder)
    assert "known companies: blank, lakeshore, mine, northfield" in refusal(serve(start, folder, "nosuch"))
    assert contents(folder)["mine.company.db"] == before["mine.company.db"]


@pytest.mark.parametrize("below", ["a-file/below", "a-file/below/further"])
def test_a_folder_that_cannot_be_made_is_named(start: Start, tmp_path: Path, below: str) -> None:
    """A folder below a file is none."""
    (tmp_path / "a-file").touch()
    said = refusal(serve(start, tmp_path / below))
    assert f"cannot use the data folder {tmp_path / below}" in said
    assert "name another one with --data" in said


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no modes of folders")
def test_a_folder_without_write_permission_is_named(start: Start, tmp_path: Path) -> None:
    """Nothing can be made in it, and the system's reason is told. Root may write anywhere but where nobody can."""
    data = tmp_path / "books"
    data.mkdir()
    data.chmod(0o500)
    refused = Path("/proc/self") if os.geteuid() == 0 else data
    if not refused.is_dir():
        pytest.skip("there is no folder here that root cannot write to")
    assert f"cannot use the data folder {refused}" in refusal(serve(start, refused))


def test_a_broken_fixture_is_told_by_file_and_line(start: Start, tmp_path: Path) -> None:
    """Bad TOML is one sentence, and the data folder it was for is not made."""
    fixture = tmp_path / "mine"
    fixture.mkdir()
    (fixture / "company.toml").write_text("[company]\nid = \n", encoding="utf-8")
    generate = ("company", "generate", "big", "--from", str(fixture), "--data", str(tmp_path / "books"))
    said = refusal(start(*generate, "--invoices", "1"))
    assert f"{fixture.as_posix()}/company.toml:2: not TOML" in said
    assert not (tmp_path / "books").exists()


def test_the_first_release_s_sessions_go_on(start: Start, tmp_path: Path) -> None:
    """A data folder of release 0.1.0 is served as it was, and keeps no session id as it is any more."""
    data = folder_of_format_0(tmp_path / "books")
    url = ready(serve(start, data))
    read = "<query><object>ARINVOICE</object><select><field>RECORDID</field><field>TOTALDUE</field></select></query>"
    answer = httpx2.post(url, content=envelope(read, company="blank").encode(), timeout=10)
    assert b"<TOTALDUE>19.75</TOTALDUE>" in answer.content
