"""Commands that run an emulator, or write what one would have."""

import argparse
import os
import signal
import sys
from typing import TYPE_CHECKING

from intacct_emulator.failure import MisusedError
from intacct_emulator.resources import is_company_name
from intacct_emulator.settings import CONTROL_PREFIX, GATEWAY_PATH, SETTINGS, SettingError, Settings, load

from .model import PROGRAM, SERVER, Command, Option, address_of, settings_of

if TYPE_CHECKING:
    from intacct_emulator.control.room import ControlRoom
    from intacct_emulator.serving.watching import FolderWatch


def _serve(arguments: argparse.Namespace) -> int:
    settings = settings_of(SERVE, arguments)
    folders: tuple[str, ...] = ()
    if arguments.watch:
        from intacct_emulator.serving.watching import watched_folders

        folders = watched_folders(settings)
    if arguments.detach:
        from intacct_emulator.serving.detached import serve_detached

        return serve_detached(settings, ("--watch",) if folders else ())
    return _serve_here(settings, folders)


def _serve_here(settings: Settings, folders: tuple[str, ...]) -> int:
    from intacct_emulator.runtime import build_gateway
    from intacct_emulator.serving.assembly import assemble, close, freeze_gc
    from intacct_emulator.serving.server import run

    gateway = build_gateway(settings)
    watch: FolderWatch | None = None
    try:
        assembly = assemble(settings, gateway)
        if assembly.room is not None:
            assembly.room.shut_down = lambda: os.kill(os.getpid(), signal.SIGTERM)
            if folders:
                watch = _watch(assembly.room, folders)
        freeze_gc()
        run(assembly.server, _announce)
    finally:
        if watch is not None:
            watch.stop()
        close(gateway)
    return 0


def _watch(room: "ControlRoom", folders: tuple[str, ...]) -> "FolderWatch":
    from intacct_emulator.serving.watching import FolderWatch

    watch = FolderWatch(folders, room.companies.reload)
    watch.start()
    return watch


def _announce(url: str) -> None:
    print(f"READY {url}", flush=True)
    if sys.stderr.isatty():
        console = url.removesuffix(GATEWAY_PATH) + CONTROL_PREFIX
        print(f"The console is at {console}/", file=sys.stderr)


def _wait(arguments: argparse.Namespace) -> int:
    from intacct_emulator.serving.detached import wait

    return wait(address_of(arguments), 30 if arguments.timeout is None else arguments.timeout)


def _stop(arguments: argparse.Namespace) -> int:
    from intacct_emulator.serving.detached import stop

    return stop(address_of(arguments))


def _demo(arguments: argparse.Namespace) -> int:
    settings = settings_of(DEMO, arguments, port=0)
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
        raise MisusedError("--data is not given: a generated company needs a folder to live in")
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


def _exec(arguments: argparse.Namespace) -> int:
    settings = settings_of(EXEC, arguments, port=0)
    from intacct_emulator.serving.for_command import run_with_emulator

    command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    if not command:
        raise MisusedError("no program is given: write it after --")
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
    (
        Option("--detach", "", "Serve in the background, and return when it is ready.", flag=True),
        Option("--watch", "", "Load companies that are folders of your own again when their files change.", flag=True),
    ),
)
WAIT = Command(
    "wait",
    "wait until an emulator is ready",
    "Returns as soon as the emulator's companies are loaded and it accepts requests. The exit status is 1 when it is "
    "not ready in time; with --timeout 0 it is asked once, which makes a health check for containers.",
    f"{PROGRAM} wait --timeout 30",
    (),
    _wait,
    (
        SERVER,
        Option("--timeout", "SECONDS", "How long to wait. Default: 30.", whole=True),
    ),
)
STOP = Command(
    "stop",
    "stop an emulator",
    "Lets what is in flight finish, and returns when the port is free.",
    f"{PROGRAM} stop",
    (),
    _stop,
    (SERVER,),
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
EXEC = Command(
    "exec",
    "run a program with an emulator beside it",
    "Starts an emulator on a free port, runs the program with INTACCT_* variables that lead to it, and ends with the "
    "program's exit status. With --tls, HTTPS_PROXY and the CA's variables lead programs here that know only "
    "api.intacct.com. Flags of the emulator go before --, the program behind it.",
    f"{PROGRAM} exec --company northfield -- npm test",
    ("company", "data", "tls", "seed", "state_dir", "log_level", "log_format", "log_bodies"),
    _exec,
    (Option("command", "-- COMMAND", "The program and its arguments.", required=True, rest=True),),
)
