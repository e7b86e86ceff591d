"""An explanation as people read it on a terminal."""

from .explain import Explanation, Reason

_NOT_BUILT = "  The request may be right; the emulator does not know this yet (docs/coverage.md)."


def in_words(explanation: Explanation) -> str:
    """The text of an explanation, ending in a line end."""
    lines: list[str] = []
    for reason in explanation.reasons:
        lines += _after(lines, _reason(reason))
    for gap in explanation.gaps:
        said = [
            f"Not built: {gap}",
            "  The request may be right; the emulator does not know this yet (docs/coverage.md).",
        ]
        lines += _after(lines, said)
    return "\n".join(lines or ["Nothing failed."]) + "\n"


def _after(before: list[str], lines: list[str]) -> list[str]:
    return ["", *lines] if before else lines


def _reason(reason: Reason) -> list[str]:
    lines = [f"{reason.number or '(no number)'}: {reason.text}"]
    if reason.function:
        lines[0] += f"  [{reason.function}]"
    if reason.wrapper:
        return [*lines, "  Follows from the error before it."]
    if reason.place is not None:
        where = f"line {reason.place.line}" if reason.place.line else "an unknown line"
        where += f", column {reason.place.column}" if reason.place.column else ""
        where = ", ".join(filter(None, (reason.place.path, where)))
        lines.append(f"  Where:  {where}" + (f": {reason.line_text}" if reason.line_text else ""))
    for number, sentence in enumerate(reason.passes):
        lines.append(("  Passes: " if number == 0 else "          ") + sentence)
    if reason.correction:
        lines.append(f"  Advice: {reason.correction}")
    guess = ", a guess of the emulator" if reason.evidence == "inferred" else ""
    lines.append(f"  Ground: {reason.evidence}{guess}: {reason.source}")
    where = f"; in {', '.join(reason.raised_in)}" if reason.raised_in else ""
    lines.append(f"  Rule:   {reason.rule or 'unknown'}, {reason.docs}{where}")
    if reason.alike:
        lines.append(f"  Alike:  {', '.join(reason.alike)}, with the same text")
    return lines
