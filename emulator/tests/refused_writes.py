"""Published requests that write and are refused: each with its first error, under the reason why that is right.

`refused_writes.tsv` is what the answers are compared with. When they changed for a good reason, write it anew and read
the difference line by line:

    python3 .ci/env.py python emulator/tests/refused_writes.py > emulator/tests/refused_writes.tsv

A refusal for which no reason here fits stands under `?`, and the test fails.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from public_requests import WRITING, Answered, answers, asked_company, public_requests

FILE = Path(__file__).with_suffix(".tsv")
UNEXPLAINED = "?"
GAP = "what the emulator has not built"
REASONS = (
    (r"Cannot update non-existing .*", "changes a record that only the author's company has"),
    (
        r"(DL03000005 No record exits|BL01001973 Cannot find ).*",
        "deletes or changes a key that only the author's company has",
    ),
    (r"BL01001973 Required field (RECORDNO|\w+ID) is missing", "changes a record without naming one"),
    (r"BL01001973 Invalid .* '.*' specified\.", "names a record that only the author's company has"),
    (r"BL03000019 The contact .* does not exist\.", "names a record that only the author's company has"),
    (r"BL01001973 \w+ '.*' specified is not valid\.", "names a customer or vendor that only the author's company has"),
    (r"BL01001973 Account .* is not valid", "names an account that only the author's company has"),
    (r"BL03000018 Required field .* is missing", "leaves out what the object requires: most are minimal samples"),
    (r"BL03000018 (Illegal format for|Invalid value ).*", "gives a value that is none of the field's"),
    (r"PL03000006 The transaction date '.*' is invalid\.", "gives a placeholder where a date should be"),
    (
        r"(BL34000061 Another|PL05000104 Another record|BL01001973 The account number) .* already exists",
        "creates what an earlier request created",
    ),
    (r"PL04000005 API operation .*", "asks for a verb that the object does not have"),
    (r"XL03000003 XML Parse schema error.*", "is refused by the gateway's own schema too"),
    (
        r"BL01001973 Outbound Payment Services is not subscribed",
        "pays through a provider, to which this company has not subscribed",
    ),
    (r"XL03000009 Object definition .* not found", "names an object that no company has"),
    (r"BL01001973 Cannot delete .* because it is being used", "deletes what this company's records name"),
    (r"BL01001973 Transactions created in another application .*", "hits a journal entry that a document posted"),
    (r"BL01001973 .* is not subscribed", "needs a subscription that no company here has"),
    (
        r"BL01001973 Inter-entity accounts are mapped by .*",
        "maps accounts between entities by the plan that this company does not use",
    ),
    (r"BL01001973 Use of empty Location is invalid.*", "is written for a company without entities"),
)


def reason(answered: Answered) -> str:
    """Why a request is refused; `?` when nothing explains it."""
    if answered.outcome == "gap":
        return GAP
    return next((why for pattern, why in REASONS if re.fullmatch(pattern, first_error(answered))), UNEXPLAINED)


def first_error(answered: Answered) -> str:
    """Number and text of the first error; of a gap, its name."""
    if answered.outcome == "gap":
        return f"gap: {', '.join(answered.said.gaps)}"
    number, text = answered.said.errors[0]
    return f"{number} {text}".strip()


def table(answered: Iterable[Answered]) -> str:
    """The refused ones of these, in the form of the file."""
    groups = defaultdict(list)
    for entry in answered:
        if entry.outcome != "ok":
            groups[reason(entry)].append(f"{entry.request.id}\t{first_error(entry)}")
    return "\n".join(f"# {why}\n" + "".join(f"{line}\n" for line in lines) for why, lines in sorted(groups.items()))


def pinned() -> str:
    """What the file has."""
    return FILE.read_text(encoding="utf-8")


if __name__ == "__main__":
    with TemporaryDirectory() as folder, asked_company(Path(folder)) as company:
        sys.stdout.write(table(answers(company, public_requests(WRITING))))
