"""Commands about companies: those of a running emulator, and folders they are made from."""

import argparse

from .model import PROGRAM, SERVER, Command, Option, address_of


def _company_list(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import list_companies

    return list_companies(address_of(arguments))


def _company_create(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import create

    return create(address_of(arguments), arguments.template, arguments.id)


def _company_reset(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import act

    return act(address_of(arguments), "reset", arguments.name)


def _company_delete(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import act

    return act(address_of(arguments), "delete", arguments.name)


def _company_save(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import export

    return export(address_of(arguments), arguments.name, arguments.file)


def _company_load(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import take_in

    return take_in(address_of(arguments), arguments.file, arguments.id)


def _company_new(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import new_folder

    return new_folder(arguments.folder, getattr(arguments, "from") or "blank")


def _company_check(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import check_folder

    return check_folder(arguments.folder)


def _books_show(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import books

    return books(address_of(arguments), arguments.name)


def _books_close(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import close_books

    return close_books(address_of(arguments), arguments.name, arguments.through, arguments.entity, arguments.modules)


def _books_open(arguments: argparse.Namespace) -> int:
    from intacct_emulator.control.commands import open_books

    return open_books(address_of(arguments), arguments.name, arguments.since, arguments.entity, arguments.modules)


_COMPANY = Option("name", "NAME", "The company's id.", required=True)
COMPANY_LIST = Command(
    "company list",
    "list the companies of a running emulator",
    "One line for each: its id, its title and what it was made like.",
    f"{PROGRAM} company list",
    (),
    _company_list,
    (SERVER,),
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
        SERVER,
    ),
)
COMPANY_RESET = Command(
    "company reset",
    "put a company back to how it began",
    "As its fixture has it, or as it was cloned or imported. Sessions go on.",
    f"{PROGRAM} company reset northfield",
    (),
    _company_reset,
    (_COMPANY, SERVER),
)
COMPANY_DELETE = Command(
    "company delete",
    "take a company away from a running emulator",
    "With its sessions, its snapshots and the file that keeps it.",
    f"{PROGRAM} company delete my-test",
    (),
    _company_delete,
    (_COMPANY, SERVER),
)
COMPANY_SAVE = Command(
    "company save",
    "write a company into a file",
    "The file holds the books, and passwords as hashes. Another emulator takes it in with `company load`.",
    f"{PROGRAM} company save northfield northfield.company",
    (),
    _company_save,
    (_COMPANY, Option("file", "FILE", "The file to write.", required=True), SERVER),
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
        SERVER,
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
_ENTITY = Option("--entity", "ID", "The entity. Default: all of them and the top level.")
_MODULES = Option("--modules", "NAMES", "Some of GL, AP, AR, EE and CM, with commas between. Default: all.")
COMPANY_BOOKS_SHOW = Command(
    "company books show",
    "tell up to which day books are closed",
    "One line for the top level and one for each entity, with the last closed day of each module.",
    f"{PROGRAM} company books show northfield",
    (),
    _books_show,
    (_COMPANY, SERVER),
)
COMPANY_BOOKS_CLOSE = Command(
    "company books close",
    "close books up to the end of a month",
    "Nothing is posted, changed or removed there any more. Closing GL closes the other modules too; each can "
    "be opened again by itself.",
    f"{PROGRAM} company books close northfield --through 2026-01-31 --entity US",
    (),
    _books_close,
    (_COMPANY, Option("--through", "DAY", "The end of a month.", required=True), _ENTITY, _MODULES, SERVER),
)
COMPANY_BOOKS_OPEN = Command(
    "company books open",
    "open books again",
    "From the first of a month on, or altogether.",
    f"{PROGRAM} company books open northfield --since 2026-01-01 --modules AP",
    (),
    _books_open,
    (_COMPANY, Option("--since", "DAY", "The first of a month. Default: all is opened."), _ENTITY, _MODULES, SERVER),
)
