"""Commands about errors: why a request is refused, and cases that reproduce one."""

import argparse

from intacct_emulator.settings import load

from .model import PROGRAM, Command, Option


def _explain(arguments: argparse.Namespace) -> int:
    settings = load({"state_dir": arguments.state_dir})
    from intacct_emulator.explanation.of_file import run

    return run(arguments.file, arguments.company or "northfield", settings.state_dir)


def _repro_run(arguments: argparse.Namespace) -> int:
    from intacct_emulator.repro.commands import run

    return run(arguments.path, load({"state_dir": arguments.state_dir}).state_dir)


def _repro_capture(arguments: argparse.Namespace) -> int:
    from intacct_emulator.repro.commands import make, make_from_journal

    state_dir = load({"state_dir": arguments.state_dir}).state_dir
    stub = bool(arguments.stub)
    if arguments.server:
        return make_from_journal(arguments.request, arguments.server, arguments.into, state_dir, stub=stub)
    company = arguments.company or "northfield"
    return make(arguments.request, arguments.answer, arguments.into, company, state_dir, stub=stub)


EXPLAIN = Command(
    "explain",
    "tell why a request is refused, and what would pass",
    "Reads a request, or with - standard input, sends it to a fresh company with that company's credentials, and tells "
    "of each error: the element it is about, what would pass instead, the rule and its grounds. A saved answer is "
    "explained by its texts alone. The exit status is 0 when nothing failed.",
    f"{PROGRAM} explain fixtures/errors/ar-invoice-unknown-project/request.xml",
    ("state_dir",),
    _explain,
    (
        Option("file", "FILE", "Request or answer; - is standard input.", required=True),
        Option("--company", "NAME|DIR", "Fixture to send the request to. Default: northfield."),
    ),
)
REPRO_RUN = Command(
    "repro run",
    "run a customer's error on a fresh company",
    "A case is a folder with request.xml, expected.xml and note.md; company/ may hold records that are added to "
    "northfield, or a whole company. PATH is a case, or a folder of cases. Answers that differ from the expected ones "
    "are shown line by line. The exit status is 0 when none does.",
    f"{PROGRAM} repro run fixtures/errors/ar-invoice-unknown-project",
    ("state_dir",),
    _repro_run,
    (Option("path", "PATH", "Case, or folder of cases.", required=True),),
)
REPRO_CAPTURE = Command(
    "repro capture",
    "make a case out of a request that failed",
    "Takes a saved request, a curl command, a HAR, a log with whole requests and answers, or a request of a running "
    "emulator's journal. Of several exchanges it is the last one that failed, with the requests before it. Before "
    "anything is written, sender, user, company, passwords and sessions become the fixture company's, and names, "
    "addresses, phone, tax and bank numbers invented ones, the same everywhere; ids stay. The request is sent to a "
    "fresh company, and explained; records that it names and the company lacks are listed.",
    f"{PROGRAM} repro capture customer.xml --answer answer.xml --into cases/unknown-project",
    ("state_dir",),
    _repro_capture,
    (
        Option("request", "REQUEST", "A file, - for standard input; with --server, a request's id.", required=True),
        Option("--into", "DIR", "New folder of the case.", required=True),
        Option("--answer", "FILE", "The answer that the customer got. Default: what the emulator answers."),
        Option("--company", "NAME|DIR", "Fixture to send the request to. Default: northfield."),
        Option("--stub", "", "Give the case a company with stand-ins for what the fixture company lacks.", flag=True),
        Option("--server", "ADDRESS", "Take the request of that id from the journal of a running emulator."),
    ),
)
