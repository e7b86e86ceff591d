"""Compares two answers element by element; `{any}` in the expected one stands for any text but none."""

import difflib
import re
from typing import NamedTuple

from lxml import etree

ANY = "{any}"


class Difference(NamedTuple):
    """One line of a comparison: ` ` is in both, `-` only in what was expected, `+` only in what was said."""

    mark: str
    text: str


def compared(expected: bytes, said: bytes) -> tuple[Difference, ...]:
    """Both answers as one list of lines. Raises ValueError for a document that is not XML."""
    wanted, found = _lines(expected), _lines(said)
    open_lines = [line for line in wanted if ANY in line]
    patterns = [(line, re.compile(re.escape(line).replace(re.escape(ANY), ".+"), re.DOTALL)) for line in open_lines]
    # What fits a line that leaves something open counts as that line.
    seen = [next((line for line, pattern in patterns if pattern.fullmatch(text)), text) for text in found]
    differences: list[Difference] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, wanted, seen, autojunk=False).get_opcodes():
        if kind == "equal":
            differences += [Difference(" ", text) for text in found[c:d]]
        else:
            differences += [Difference("-", text) for text in wanted[a:b]]
            differences += [Difference("+", text) for text in found[c:d]]
    return tuple(differences)


def same(differences: tuple[Difference, ...]) -> bool:
    """Whether nothing differs."""
    return all(difference.mark == " " for difference in differences)


def in_colour(differences: tuple[Difference, ...], *, colour: bool, around: int = 3) -> str:
    """What differs, with some lines around it, as text; red and green for a terminal."""
    near = {
        place
        for number, difference in enumerate(differences)
        if difference.mark != " "
        for place in range(number - around, number + around + 1)
    }
    lines: list[str] = []
    skipped = False
    for number, (mark, text) in enumerate(differences):
        if number not in near:
            skipped = True
            continue
        if skipped and lines:
            lines.append("  ...")
        skipped = False
        lines.append(_painted(mark, f"{mark} {text}", colour))
    return "\n".join(lines) + "\n"


def _painted(mark: str, line: str, colour: bool) -> str:
    code = {"-": "31", "+": "32"}.get(mark)
    return f"\033[{code}m{line}\033[0m" if colour and code else line


def _lines(document: bytes) -> list[str]:
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as fault:
        raise ValueError(f"not XML: {fault}") from None
    lines: list[str] = []
    _add(root, 0, lines)
    return lines


def _add(element: etree._Element, depth: int, lines: list[str]) -> None:
    if not isinstance(element.tag, str):
        return
    indent = "  " * depth
    attributes = "".join(f' {name}="{element.get(name)}"' for name in sorted(map(str, element.attrib)))
    text = (element.text or "").strip()
    if len(element) == 0:
        lines.append(f"{indent}<{element.tag}{attributes}>{text}</{element.tag}>")
    else:
        lines.append(f"{indent}<{element.tag}{attributes}>{text}")
        for child in element:
            _add(child, depth + 1, lines)
        lines.append(f"{indent}</{element.tag}>")
    if element.tail and element.tail.strip():
        lines.append(f"{indent}{element.tail.strip()}")
