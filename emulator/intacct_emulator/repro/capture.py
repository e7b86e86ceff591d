"""Makes a case out of a request that failed: its secrets are replaced before anything is written."""

import re
from pathlib import Path

from intacct_emulator.explanation.words import in_words
from intacct_emulator.failure import CannotRunError
from intacct_emulator.journal.redaction import without_secrets

from .case import EXPECTED, NOTE, REQUEST, try_request
from .comparison import ANY

_VARYING = re.compile(
    rb"(<(?P<name>sessiontimestamp|sessiontimeout|whenmodified|sessionid|endpoint)>)[^<]+(?=</(?P=name)>)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(rb"(\[(?:Support|Request) ID: )[^\]]*\]")
_OWNERS = (b"senderid", b"userid", b"companyid")
_NOTE = """\
# {title}

**What the customer saw.** To be written.

**Why.** As the emulator explains it:

```
{explanation}```

**Replay.** `intacct-emulator repro run {folder}`. `{any}` in `expected.xml` stands for what differs from run to run.
"""


def capture(
    request: bytes, answer: bytes | None, folder: Path, *, company: str = "northfield", state_dir: Path | None = None
) -> str:
    """Writes a new case; the explanation of what the emulator answers, as text. Without an `answer` the emulator's own
    is what is expected. Sender, user, company, passwords and sessions become those of the fixture company.

    Raises CannotRunError for a folder that is there, and a request that is no XML.
    """
    if folder.exists():
        raise CannotRunError(f"{folder} is there already; name a new folder")
    if not without_secrets(request).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise CannotRunError("the request is no XML text, and cannot be searched for passwords")
    signed, own_answer, explanation = try_request(request, company, state_dir)
    expected = _fit_to_keep(own_answer if answer is None else _owned_by_fixture(answer, signed))
    words = in_words(explanation)
    folder.mkdir(parents=True)
    (folder / REQUEST).write_bytes(signed)
    (folder / EXPECTED).write_bytes(expected)
    title = folder.name.replace("-", " ").capitalize()
    note = _NOTE.format(title=title, explanation=words, folder=folder.as_posix(), any=ANY)
    (folder / NOTE).write_text(note, encoding="utf-8")
    return words


def _fit_to_keep(answer: bytes) -> bytes:
    answer = _VARYING.sub(lambda found: found[1] + ANY.encode(), without_secrets(answer))
    return _REFERENCE.sub(lambda found: found[1] + ANY.encode() + b"]", answer)


def _owned_by_fixture(answer: bytes, signed: bytes) -> bytes:
    """A customer's answer with the names that the request now has."""
    for name in _OWNERS:
        given = re.search(rb"<%s\b[^>]*>([^<]*)<" % name, signed)
        if given:
            parts = re.split(rb"(?<=<%s>)[^<]*(?=</%s>)" % (name, name), answer)
            answer = given[1].join(parts)
    return answer
