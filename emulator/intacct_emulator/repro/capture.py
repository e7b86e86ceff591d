"""Makes a case out of a request that failed. What is secret or personal is replaced before anything is written."""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from intacct_emulator.explanation.words import in_words
from intacct_emulator.failure import CannotRunError
from intacct_emulator.journal.redaction import MASK, Redacted
from intacct_emulator.resources import company_folder, is_company_name
from intacct_emulator.world.fixtures import CompanyFixture, RecordBatch, read_company

from .case import BASE, COMPANY, EXPECTED, NOTE, REQUEST, try_requests
from .comparison import ANY
from .missing import Missing, stand_ins
from .personal import PersonalData
from .sources import Saved

_MOST_EXCHANGES = 50
_VARYING = re.compile(
    r"(<(?P<name>sessiontimestamp|sessiontimeout|whenmodified|sessionid|endpoint)>)[^<]+(?=</(?P=name)>)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(\[(?:Support|Request) ID: )[^\]]*\]")
_OWNERS = ("senderid", "userid", "companyid")
_FAILED = re.compile(rb"<status>\s*(?:failure|aborted)\s*<|<errorno>")
_DECLARED = re.compile(r"(<\?xml[^>]*encoding\s*=\s*[\"'])([A-Za-z0-9._-]+)")
_NOTE = """\
# {title}

**What the customer saw.** To be written.

**Why.** As the emulator explains it:

```
{explanation}```

{missing}**Replay.** `intacct-emulator repro run {folder}`. `{any}` in `expected.xml` stands for what differs
from run to run.
"""


class Captured(NamedTuple):
    """What a case was made of: the explanation as text, how many personal values were replaced, the records that the
    requests name and the company lacks, and those of them that have a stand-in now."""

    words: str
    replaced: int
    missing: tuple[Missing, ...]
    stubbed: tuple[Missing, ...] = ()


def capture(
    request: bytes, answer: bytes | None, folder: Path, *, company: str = BASE, state_dir: Path | None = None
) -> str:
    """Writes a new case of one request and, where it is known, its answer; the explanation of it as text."""
    return capture_exchanges([Saved(request, answer)], folder, company=company, state_dir=state_dir).words


def capture_exchanges(
    exchanges: Sequence[Saved],
    folder: Path,
    *,
    company: str = BASE,
    stub: bool = False,
    state_dir: Path | None = None,
) -> Captured:
    """Writes a new case: the last exchange that failed, or the last one, and the requests before it. Without an answer
    the emulator's own is what is expected. Sender, user, company, passwords and sessions become those of the fixture
    company. With `stub`, records that the company lacks get stand-ins in the case's own company.

    Raises CannotRunError for a folder that is there or cannot be made, and a request that is no XML.
    """
    if folder.exists():
        raise CannotRunError(f"{folder} is there already; name a new folder")
    chosen = _up_to_the_failure(exchanges)
    fixture = read_company(company)
    documents, personal = _fit_to_keep(chosen, fixture)
    requests = [document for document, _ in documents]
    with _with_stand_ins(company, fixture, ()) as plain:
        tried = try_requests(requests, plain, state_dir)
    stubbed: tuple[Missing, ...] = ()
    files: dict[str, str] = {}
    if stub and tried.missing:
        files, left = stand_ins(tried.missing, fixture)
        stubbed = tuple(one for one in tried.missing if one not in left)
        with _with_stand_ins(company, fixture, tuple(files.items())) as filled:
            again = try_requests(requests, filled, state_dir)
            tried = again._replace(missing=tried.missing)
    answer = documents[-1][1]
    expected = _varying_open(tried.answer if answer is None else _owned_by_fixture(answer, tried.signed[-1]))
    words = in_words(tried.explanation)
    captured = Captured(words, personal.count, tried.missing, stubbed)
    try:
        _write(folder, tried.signed, expected, _note(folder, captured))
        _write_company(folder / COMPANY, company, files)
    except OSError as fault:
        raise CannotRunError(f"cannot write {folder}: {fault.strerror or fault}") from fault
    return captured


def _up_to_the_failure(exchanges: Sequence[Saved]) -> Sequence[Saved]:
    last = max(
        (number for number, one in enumerate(exchanges) if one.answer and _FAILED.search(one.answer)), default=-1
    )
    return exchanges[: last + 1 or len(exchanges)][-_MOST_EXCHANGES:]


def _fit_to_keep(
    exchanges: Sequence[Saved], fixture: CompanyFixture
) -> tuple[list[tuple[bytes, bytes | None]], PersonalData]:
    """Requests and answers without secrets and personal data. Sessions and passwords of one are looked for in all."""
    redacted = [Redacted(one.request, one.answer or b"") for one in exchanges]
    secrets = sorted({secret for one in redacted for secret in one.secrets}, key=len, reverse=True)
    personal = PersonalData(_values_of(fixture))
    texts = []
    for saved, one in zip(exchanges, redacted, strict=True):
        if not one.request.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise CannotRunError("the request is no XML text, and cannot be searched for passwords")
        pair = [_as_text(one.request), None if saved.answer is None else _as_text(one.answer)]
        texts.append(pair)
        for text in pair:
            if text is not None:
                personal.learn(text)
        _learn_owners(personal, texts[-1][0] or "", fixture)
    kept = []
    for request, answer in texts:
        clean = [None if text is None else _masked(personal.replaced(text), secrets) for text in (request, answer)]
        kept.append(((clean[0] or "").encode(), None if clean[1] is None else clean[1].encode()))
    return kept, personal


def _values_of(fixture: CompanyFixture) -> Iterator[str]:
    """Every value that the fixture company has: none of them is a customer's."""
    for batch in fixture.batches:
        if isinstance(batch, RecordBatch):
            yield from (value for row in batch.rows for value in row.values() if value)
    yield from (fixture.title, fixture.id)


def _learn_owners(personal: PersonalData, request: str, fixture: CompanyFixture) -> None:
    sender, user = fixture.senders[0], fixture.users[0]
    now = {"senderid": sender.id, "userid": user.login, "companyid": fixture.id}
    for name, new in now.items():
        for value in re.findall(rf"<{name}\b[^>]*>\s*([^<]+?)\s*</{name}", request):
            personal.rename(value.partition("|")[0], new)


def _masked(text: str, secrets: Sequence[bytes]) -> str:
    for secret in secrets:
        text = text.replace(secret.decode("utf-8", "replace"), MASK)
    return text


def _as_text(document: bytes) -> str:
    declared = _DECLARED.match(document.decode("latin-1").lstrip("\xef\xbb\xbf \t\r\n"))
    encoding = declared[2] if declared and not declared[2].lower().startswith("utf-16") else "utf-8-sig"
    try:
        text = document.decode("utf-8-sig" if encoding.lower() == "utf-8" else encoding, "replace")
    except LookupError:
        text = document.decode("utf-8-sig", "replace")
    return _DECLARED.sub(lambda found: found[1] + "UTF-8", text, count=1)


def _varying_open(answer: bytes) -> bytes:
    text = Redacted(b"", answer).answer.decode("utf-8", "replace")
    text = _VARYING.sub(lambda found: found[1] + ANY, text)
    return _REFERENCE.sub(lambda found: f"{found[1]}{ANY}]", text).encode()


def _owned_by_fixture(answer: bytes, signed: bytes) -> bytes:
    """A customer's answer with the names that the request now has."""
    for name in (owner.encode() for owner in _OWNERS):
        given = re.search(rb"<%s\b[^>]*>([^<]*)<" % name, signed)
        if given:
            parts = re.split(rb"(?<=<%s>)[^<]*(?=</%s>)" % (name, name), answer)
            answer = given[1].join(parts)
    return answer


def _note(folder: Path, captured: Captured) -> str:
    lacking = ""
    if captured.missing:
        names = "\n".join(
            f"- {one}{' (a stand-in is in company/)' if one in captured.stubbed else ''}" for one in captured.missing
        )
        lacking = f"**Records that the request names and the fixture company lacks.**\n\n{names}\n\n"
    title = folder.name.replace("-", " ").capitalize()
    return _NOTE.format(
        title=title,
        explanation=captured.words,
        folder=folder.name if folder.is_absolute() else folder.as_posix(),
        any=ANY,
        missing=lacking,
    )


def _write(folder: Path, requests: Sequence[bytes], expected: bytes, note: str) -> None:
    folder.mkdir(parents=True)
    for number, request in enumerate(requests[:-1], 1):
        (folder / f"request-{number:02}.xml").write_bytes(request)
    (folder / REQUEST).write_bytes(requests[-1])
    (folder / EXPECTED).write_bytes(expected)
    (folder / NOTE).write_text(note, encoding="utf-8")


def _write_company(folder: Path, company: str, files: dict[str, str]) -> None:
    if company != BASE:
        shutil.copytree(_folder_of(company), folder)
    for name, text in files.items():
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@contextmanager
def _with_stand_ins(company: str, fixture: CompanyFixture, files: Sequence[tuple[str, str]]) -> Iterator[str]:
    if not files:
        yield company
        return
    with TemporaryDirectory(prefix="intacct-emulator-") as place:
        whole = Path(place) / fixture.id
        shutil.copytree(_folder_of(company), whole)
        for name, text in files:
            (whole / name).write_text(text, encoding="utf-8")
        yield str(whole)


def _folder_of(company: str) -> Path:
    return company_folder(company) if is_company_name(company) else Path(company)
