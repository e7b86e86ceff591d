"""What a complaint of the schema means, in plain words: what stood there, what the sequence wanted."""

import re
from collections.abc import Callable

_WHERE = re.compile(r"Line: (\d+), column: (\d+)\.")
_UNEXPECTED = re.compile(r"Element '([^']+)': This element is not expected\.(?: Expected is (?:one of )?\( (.+?) \))?")
_MISSING = re.compile(r"Element '([^']+)': Missing child element\(s\)\. Expected is (?:one of )?\( (.+?) \)")
_ATTRIBUTE = re.compile(r"Element '([^']+)': The attribute '([^']+)' is required but missing")
_SET = re.compile(r"The value '([^']*)' is not an element of the set \{(.+?)\}")
_NOT_ALLOWED = re.compile(r"Element '([^']+)', attribute '([^']+)': The attribute '[^']+' is not allowed")


def line_of(complaint: str) -> tuple[int, int]:
    """Line and column that a complaint names; 0 where it names none."""
    found = _WHERE.search(complaint)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def element_of(complaint: str) -> str:
    """The element that a complaint is about; empty where it names none."""
    found = re.search(r"Element '([^']+)'", complaint)
    return found[1] if found else ""


def in_plain_words(complaint: str) -> tuple[str, ...]:
    """Sentences about a complaint; none for one that says enough itself."""
    for pattern, words in _MEANINGS:
        found = pattern.search(complaint)
        if found:
            return words(found)
    return ()


def _unexpected(found: re.Match[str]) -> tuple[str, ...]:
    name, expected = found[1], found[2]
    if not expected:
        return (f"<{name}> must not stand here: the element before it is the last one, or it is there already.",)
    return (
        f"At this place the sequence wants {_names(expected)}; <{name}> stands there.",
        f"Move <{name}> to where its name belongs in the sequence, or leave it out.",
    )


_MEANINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, ...]]], ...] = (
    (_UNEXPECTED, _unexpected),
    (_MISSING, lambda found: (f"<{found[1]}> ends too early: {_names(found[2])} must follow inside it.",)),
    (_ATTRIBUTE, lambda found: (f'Write <{found[1]} {found[2]}="...">.',)),
    (_NOT_ALLOWED, lambda found: (f"Leave out the attribute {found[2]} of <{found[1]}>.",)),
    (_SET, lambda found: (f"{found[1]!r} is none of {found[2]}.",)),
)


def _names(expected: str) -> str:
    names = [name.strip() for name in expected.split(",")]
    shown = ", ".join(f"<{name}>" for name in names[:8])
    more = f" or one of {len(names) - 8} more" if len(names) > 8 else ""
    return shown if len(names) == 1 else f"one of {shown}{more}"
