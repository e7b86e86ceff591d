"""The command `intacct-emulator`. Each sub-command is a few lines that call a room of the package.

Nothing heavy is imported here, so that `--help` and `--version` answer at once.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from intacct_emulator import __version__
from intacct_emulator.failure import CannotRunError
from intacct_emulator.resources import is_company_name
from intacct_emulator.settings import SETTINGS, Setting, SettingError, Settings, load

PROGRAM = "intacct-emulator"
EXIT_FAILED = 1
EXIT_MISUSED = 2
EXIT_INTERRUPTED = 130

_HELP_WIDTH = 110
_LARGEST_COUNT = 100_000_000


@dataclass(frozen=True, slots=True)
class Command:
    """One sub-command: what it is for, an example, the settings it takes as flags, and what runs it."""

    name: str
    summary: str
    explanation: str
    example: str
    settings: tuple[str, ...]
    run: Callable[[argparse.Namespace], int]
    options: "tuple[Option, ...]" = ()


@dataclass(frozen=True, slots=True)
class Option:
    """An option of one sub-command: a flag with a value or, without dashes, a positional argument."""

    name: str
    metavar: str
    doc: str
    whole: bool = False
    required: bool = False
    rest: bool = False
    """Whether it takes everything that is left of the command line."""

    @property
    def key(self) -> str:
        """Its name in the parsed arguments."""
        return self.name.lstrip("-").replace("-", "_")


def _settings(command: Command, arguments: argparse.Namespace, **fixed: object) -> Settings:
    import logging

    settings = load(fixed | {name: getattr(arguments, name) for name in command.settings})
    logging.basicConfig(
        level=settings.log_level.upper(),
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    return settings


def _serve(arguments: argparse.Namespace) -> int:
    settings = _settings(SERVE, arguments)
    from intacct_emulator.runtime import build_gateway
    from intacct_emulator.serving.assembly import assemble, close, freeze_gc
    from intacct_emulator.serving.server import run

    gateway = build_gateway(settings)
    try:
        assembly = assemble(settings, gateway)
        if assembly.room is not None:
            assembly.room.shut_down = lambda: os.kill(os.getpid(), signal.SIGTERM)
        freeze_gc()
        run(assembly.server, lambda url: print(f"READY {url}", flush=True))
    finally:
        close(gateway)
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    settings = _settings(DEMO, arguments, port=0)
    from intacct_emulator.demo import run

    return run(settings)


def _coverage(_: argparse.Namespace) -> int:
    from intacct_emulator.coverage import run

    return run()


def _generate(arguments: argparse.Namespace) -> int:
    settings = load({"data": arguments.data, "seed": arguments.seed, "company": arguments.name})
    if not is_company_name(arguments.name):
        raise SettingError("NAME", arguments.name, "a company name")
    if settings.data is None:
        raise SettingError("--data", "", "given: a generated company needs a folder to live in")
    from intacct_emulator.world.generate import Order, generate_company
    from intacct_emulator.world.progress import Progress

    counts = {name: getattr(arguments, name) for name in ("invoices", "bills", "journals", "customers", "vendors")}
    order = Order(**{name: count for name, count in counts.items() if count is not None}, seed=settings.seed or 0)
    generate_company(settings.data, arguments.name, getattr(arguments, "from"), order, Progress())
    return 0


def _export(arguments: argparse.Namespace) -> int:
    settings = load({"data": arguments.data})
    from intacct_emulator.world.export import exported

    try:
        for line in exported(settings.data, arguments.name, arguments.format):
            sys.stdout.write(line)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has read enough
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


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
    if arguments.server:
        return make_from_journal(arguments.request, arguments.server, arguments.into, state_dir)
    return make(arguments.request, arguments.answer, arguments.into, arguments.company or "northfield", state_dir)


def _address(arguments: argparse.Namespace) -> str:
    return arguments.server or os.environ.get("INTACCT_EMULATOR_ADDRESS") or "http://127.0.0.1:8080"


def _company_list(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import list_companies

    return list_companies(_address(arguments))


def _company_create(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import create

    return create(_address(arguments), arguments.template, arguments.id)


def _company_reset(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import act

    return act(_address(arguments), "reset", arguments.name)


def _company_delete(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import act

    return act(_address(arguments), "delete", arguments.name)


def _company_save(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import export

    return export(_address(arguments), arguments.name, arguments.file)


def _company_load(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import take_in

    return take_in(_address(arguments), arguments.file, arguments.id)


def _company_new(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import new_folder

    return new_folder(arguments.folder, getattr(arguments, "from") or "blank")


def _company_check(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import check_folder

    return check_folder(arguments.folder)


def _exec(arguments: argparse.Namespace) -> int:
    settings = _settings(EXEC, arguments, port=0)
    from intacct_emulator.serving.for_command import run_with_emulator

    command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    if not command:
        raise SettingError("COMMAND", "", "given: write it after --")
    return run_with_emulator(command, settings)


SERVE = Command(
    "serve",
    "run the emulator until SIGTERM or SIGINT",
    "Loads the companies, listens, and prints READY and the gateway's address on standard output once it accepts "
    "requests. Everything else goes to standard error. Point your client at the address. If its address is fixed to "
    "https://api.intacct.com, start with --tls and set HTTPS_PROXY (docs/tls.md).",
    f"{PROGRAM} serve --port 0 --company northfield",
    tuple(setting.name for setting in SETTINGS),
    _serve,
)
DEMO = Command(
    "demo",
    "show what the emulator does, in a few seconds",
    "Starts an emulator on a free port, posts invoices through the Python client, and shows their journal lines and "
    "the error for an unknown project. The exit status is 0 only if every step went as expected.",
    f"{PROGRAM} demo",
    ("seed", "log_level"),
    _demo,
)
COVERAGE = Command(
    "coverage",
    "list every function of the gateway and whether it is built",
    "For each function in the gateway's schema: modelled, kept or not built, with its evidence and its test.",
    f"{PROGRAM} coverage",
    (),
    _coverage,
)
GENERATE = Command(
    "company generate",
    "fill a company with invented business",
    "Creates a company from a fixture, or continues with one in the data folder, and adds invented customers, vendors, "
    "invoices, bills and journal entries across its fiscal years. The same seed gives the same business. A few "
    "documents are drafts, a few total zero, none is paid. Serve the company with the same --data and its NAME as "
    "--company. Needs Faker: pip install 'intacct-emulator[generate]'.",
    f"{PROGRAM} company generate big --from northfield --data ./books --invoices 100000 --bills 50000",
    ("data", "seed"),
    _generate,
    (
        Option("name", "NAME", "Company to create or to add to.", required=True),
        Option("--from", "FIXTURE", "Fixture to create the company from.", required=True),
        Option("--invoices", "N", "Invoices to add.", whole=True, required=True),
        Option("--bills", "N", "Bills to add. Default: 0.", whole=True),
        Option("--journals", "N", "Journal entries to add. Default: 0.", whole=True),
        Option("--customers", "N", "Customers to add. Default: a plausible number for the invoices.", whole=True),
        Option("--vendors", "N", "Vendors to add. Default: a plausible number for the bills.", whole=True),
    ),
)
EXPORT = Command(
    "company export",
    "write a company's books as text for another program",
    "Writes to standard output what the ledger of a company holds: its accounts, every posted journal entry with the "
    "entity and the dimensions of each line, and the balances they come to. With --data it is the company kept under "
    "that name, else a fixture. The format beancount is a plain-text ledger that people can read, and that "
    "bean-check, bean-query and Fava understand.",
    f"{PROGRAM} company export northfield --data ./books --format beancount",
    ("data",),
    _export,
    (
        Option("name", "NAME", "Company to export.", required=True),
        Option("--format", "FORMAT", "Format to write: beancount.", required=True),
    ),
)
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
    "Sender, user, company, passwords and sessions are replaced by the fixture company's before anything is written; "
    "other data stays: look it over before you share it. The request is sent to a fresh company, and explained.",
    f"{PROGRAM} repro capture customer.xml --answer answer.xml --into cases/unknown-project",
    ("state_dir",),
    _repro_capture,
    (
        Option("request", "REQUEST", "Its file, - for standard input; with --server, its id.", required=True),
        Option("--into", "DIR", "New folder of the case.", required=True),
        Option("--answer", "FILE", "The answer that the customer got. Default: what the emulator answers."),
        Option("--company", "NAME|DIR", "Fixture to send the request to. Default: northfield."),
        Option("--server", "ADDRESS", "Take the request of that id from the journal of a running emulator."),
    ),
)
_SERVER = Option(
    "--server",
    "ADDRESS",
    "The running emulator. Default: INTACCT_EMULATOR_ADDRESS, else http://127.0.0.1:8080.",
)
_COMPANY = Option("name", "NAME", "The company's id.", required=True)
COMPANY_LIST = Command(
    "company list",
    "list the companies of a running emulator",
    "One line for each: its id, its title and what it was made like.",
    f"{PROGRAM} company list",
    (),
    _company_list,
    (_SERVER,),
)
COMPANY_CREATE = Command(
    "company create",
    "make a company in a running emulator",
    "Like a fixture, by name or by folder. Prints how to sign in, as the variables that the vendor's SDKs and this "
    "project's client read.",
    f"{PROGRAM} company create northfield --id my-test",
    (),
    _company_create,
    (
        Option("template", "NAME|DIR", "Fixture that the company is made like.", required=True),
        Option("--id", "ID", "The company's id. Default: one that nobody has."),
        _SERVER,
    ),
)
COMPANY_RESET = Command(
    "company reset",
    "put a company back to how it began",
    "As its fixture has it, or as it was cloned or imported. Sessions go on.",
    f"{PROGRAM} company reset northfield",
    (),
    _company_reset,
    (_COMPANY, _SERVER),
)
COMPANY_DELETE = Command(
    "company delete",
    "take a company away from a running emulator",
    "With its sessions, its snapshots and the file that keeps it.",
    f"{PROGRAM} company delete my-test",
    (),
    _company_delete,
    (_COMPANY, _SERVER),
)
COMPANY_SAVE = Command(
    "company save",
    "write a company into a file",
    "The file holds the books, and passwords as hashes. Another emulator takes it in with `company load`.",
    f"{PROGRAM} company save northfield northfield.company",
    (),
    _company_save,
    (_COMPANY, Option("file", "FILE", "The file to write.", required=True), _SERVER),
)
COMPANY_LOAD = Command(
    "company load",
    "take in an exported company",
    "Under its own id or another one. Who may sign in is as it was.",
    f"{PROGRAM} company load northfield.company --id northfield-copy",
    (),
    _company_load,
    (
        Option("file", "FILE", "The exported company.", required=True),
        Option("--id", "ID", "Another id than its own."),
        _SERVER,
    ),
)
COMPANY_NEW = Command(
    "company new",
    "make a folder for a company of your own",
    "A copy of a shipped fixture with comments that tell what is where; its id is the folder's name. Change it, check "
    "it with `company check`, and serve it with `serve --company ./DIR`.",
    f"{PROGRAM} company new my-company",
    (),
    _company_new,
    (
        Option("folder", "DIR", "The new folder.", required=True),
        Option("--from", "FIXTURE", "Fixture to begin with. Default: blank."),
    ),
)
COMPANY_CHECK = Command(
    "company check",
    "say what is wrong with a company's folder",
    "Loads it as serving it would, and tells of the first fault with file and line.",
    f"{PROGRAM} company check ./my-company",
    (),
    _company_check,
    (Option("folder", "DIR", "The folder.", required=True),),
)
EXEC = Command(
    "exec",
    "run a program with an emulator beside it",
    "Starts an emulator on a free port, runs the program with INTACCT_* variables that lead to it, and ends with the "
    "program's exit status. With --tls, HTTPS_PROXY and the CA's variables lead programs here that know only "
    "api.intacct.com. Flags of the emulator go before --, the program behind it.",
    f"{PROGRAM} exec --company northfield -- npm test",
    ("company", "data", "tls", "seed", "state_dir", "log_level"),
    _exec,
    (Option("command", "-- COMMAND", "The program and its arguments.", required=True, rest=True),),
)
COMMANDS = (
    SERVE,
    DEMO,
    COVERAGE,
    GENERATE,
    COMPANY_LIST,
    COMPANY_CREATE,
    COMPANY_RESET,
    COMPANY_DELETE,
    COMPANY_SAVE,
    COMPANY_LOAD,
    COMPANY_NEW,
    COMPANY_CHECK,
    EXPORT,
    EXPLAIN,
    REPRO_RUN,
    REPRO_CAPTURE,
    EXEC,
)


def _settings_of(command: Command) -> list[Setting]:
    return [setting for setting in SETTINGS if setting.name in command.settings]


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, max_help_position=34, width=_HELP_WIDTH)


def _top_formatter(prog: str) -> argparse.HelpFormatter:
    # Its last lines are a list, and are to stay lines.
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=34, width=_HELP_WIDTH)


def parser() -> argparse.ArgumentParser:
    """The command line as `COMMANDS` and the settings declare it."""
    grouped = [command for command in COMMANDS if " " in command.name]
    lines = [f"    {command.name:17} {command.summary}" for command in grouped]
    lines += ["", f"Begin with `{DEMO.example}`, then `{SERVE.example}`.", f"`{PROGRAM} COMMAND --help` tells more."]
    top = argparse.ArgumentParser(
        PROGRAM,
        description="A local twin of the Sage Intacct XML gateway.",
        epilog="\n".join(lines),
        formatter_class=_top_formatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {"": commands}
    for command in COMMANDS:
        group, _, name = command.name.rpartition(" ")
        if group not in groups:
            inside = (one for one in COMMANDS if one.name.startswith(f"{group} "))
            summaries = "; ".join(f"{one.name}: {one.summary}" for one in inside)
            owner = commands.add_parser(group, help=summaries, formatter_class=_formatter, allow_abbrev=False)
            groups[group] = owner.add_subparsers(title="commands", metavar="COMMAND", required=True)
        sub = groups[group].add_parser(
            name,
            help=command.summary,
            description=command.explanation,
            epilog=f"Example: {command.example}",
            formatter_class=_formatter,
            allow_abbrev=False,
        )
        for option in command.options:
            kind = _whole if option.whole else str
            argument = sub.add_argument(option.name, metavar=option.metavar, type=kind, help=option.doc)
            argument.required = option.required
            if option.rest:
                argument.nargs = argparse.REMAINDER
        for setting in _settings_of(command):
            _add_flag(sub, setting)
        sub.set_defaults(run=command.run)
    return top


def _add_flag(sub: argparse.ArgumentParser, setting: Setting) -> None:
    # No default here: the environment is read only for flags that were not given.
    text = f"{setting.doc} Default: {setting.default}. Variable: {setting.variable}".replace("%", "%%")
    if setting.kind.switch:
        sub.add_argument(setting.flag, action=argparse.BooleanOptionalAction, default=None, help=text)
    else:
        action = "append" if setting.kind.repeated else "store"
        sub.add_argument(setting.flag, action=action, metavar=setting.kind.metavar, help=text)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > _LARGEST_COUNT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {_LARGEST_COUNT}")
    return int(text)


def page() -> str:
    """The text of docs/cli.md."""
    lines = ["# Command line", "", "The settings are explained in [settings.md](settings.md).", ""]
    for command in COMMANDS:
        lines += [
            f"## {PROGRAM} {command.name}",
            "",
            f"{command.summary[0].upper()}{command.summary[1:]}.",
            "",
            command.explanation,
            "",
        ]
        lines += ["```", command.example, "```", ""]
        lines += [
            f"- `{option.name} {option.metavar}`: {option.doc}"
            if option.name.startswith("-")
            else f"- `{option.metavar}`: {option.doc}"
            for option in command.options
        ]
        for setting in _settings_of(command):
            flag = setting.flag if setting.kind.switch else f"{setting.flag} {setting.kind.metavar}"
            again = f", `--no-{setting.flag[2:]}`" if setting.kind.switch else ""
            lines.append(f"- `{flag}`{again}: {setting.doc}")
        if command.settings:
            lines.append("")
    lines += [
        "## Exit status",
        "",
        "| Status | Meaning |",
        "|---|---|",
        "| 0 | done, or stopped by SIGTERM or SIGINT |",
        f"| {EXIT_FAILED} | failed: the address is in use, a company or file cannot be used, "
        "TLS is not installed, or a step of the demo failed |",
        f"| {EXIT_MISUSED} | a flag or a setting is invalid |",
        f"| {EXIT_INTERRUPTED} | interrupted before it was ready |",
    ]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (the process's own when None); the exit status."""
    arguments = parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except SettingError as error:
        return _fail(str(error), EXIT_MISUSED)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except CannotRunError as error:
        return _fail(str(error), EXIT_FAILED)


def _fail(text: str, status: int) -> int:
    print(f"{PROGRAM}: {text}", file=sys.stderr)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
