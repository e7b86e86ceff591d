"""`intacct-emulator company ...` for an emulator that runs, and for folders of one's own."""

import shutil
from pathlib import Path
from typing import Any

from intacct_emulator.failure import CannotRunError
from intacct_emulator.resources import company_folder, fault_of_company_id, is_company_name

from .remote import RemoteControl


def list_companies(address: str) -> int:
    """Prints one line for each company of a running emulator."""
    with RemoteControl(address) as control:
        companies = control.companies()
    for company in companies:
        made_from = company["template"] or "its own beginning"
        print(f"{company['company_id']:30}  {company['title']:30}  like {made_from}")
    return 0


def create(address: str, template: str, company_id: str | None) -> int:
    """Makes a company, and prints how to sign in to it as the variables that clients read."""
    given = template if is_company_name(template) else str(Path(template).resolve())
    with RemoteControl(address) as control:
        access = control.create_company(given, company_id)
    for name, value in access.variables(control.url).items():
        print(f"{name}={value}")
    return 0


def act(address: str, verb: str, company_id: str) -> int:
    """Resets or deletes a company."""
    with RemoteControl(address) as control:
        {"reset": control.reset_company, "delete": control.delete_company}[verb](company_id)
    print(f"{verb}: {company_id}")
    return 0


def books(address: str, company_id: str) -> int:
    """Prints up to which day a company's books are closed."""
    with RemoteControl(address) as control:
        _print_books(control.books(company_id))
    return 0


def close_books(address: str, company_id: str, through: str, entity: str | None, modules: str | None) -> int:
    """Closes books up to the end of a month, and prints what is closed then."""
    with RemoteControl(address) as control:
        _print_books(control.close_books(company_id, through, entity=entity, modules=_names(modules)))
    return 0


def open_books(address: str, company_id: str, since: str | None, entity: str | None, modules: str | None) -> int:
    """Opens books again, and prints what is closed then."""
    with RemoteControl(address) as control:
        _print_books(control.open_books(company_id, since, entity=entity, modules=_names(modules)))
    return 0


def _names(modules: str | None) -> list[str] | None:
    return None if modules is None else [name.strip() for name in modules.split(",")]


def _print_books(states: list[dict[str, Any]]) -> None:
    for state in states:
        closed = [f"{module} {day}" for module, day in state["closed_through"].items() if day]
        print(f"{state['entity'] or '(top level)':20}  {', '.join(closed) or 'open'}")


def export(address: str, company_id: str, file: str) -> int:
    """Writes a company into a file."""
    with RemoteControl(address) as control:
        content = control.export_company(company_id)
    try:
        Path(file).write_bytes(content)
    except OSError as fault:
        raise CannotRunError(f"cannot write {file}: {fault.strerror or fault}") from fault
    print(f"{file}: {company_id}, {len(content)} bytes")
    return 0


def take_in(address: str, file: str, company_id: str | None) -> int:
    """Takes in an exported company."""
    try:
        content = Path(file).read_bytes()
    except OSError as fault:
        raise CannotRunError(f"cannot read {file}: {fault.strerror or fault}") from fault
    with RemoteControl(address) as control:
        access = control.import_company(content, company_id)
    print(f"{access.company_id}: {access.title}")
    return 0


def new_folder(folder: str, template: str) -> int:
    """Makes a folder of one's own out of a shipped fixture, whose id is the folder's name."""
    place, original = Path(folder), company_folder(template)
    if place.exists():
        raise CannotRunError(f"{folder} is there already; name a new folder")
    if not original.is_dir():
        from intacct_emulator.world.fixtures import available_companies

        known = ", ".join(available_companies())
        raise CannotRunError(f"there is no fixture {template} to begin with; there are {known}")
    name = place.resolve().name
    if fault := fault_of_company_id(name):
        raise CannotRunError(fault)
    try:
        shutil.copytree(original, place)
    except OSError as error:
        raise CannotRunError(f"cannot write {folder}: {error.strerror or error}") from error
    setup = place / "company.toml"
    text = setup.read_text(encoding="utf-8").replace(f'id = "{original.name}"', f'id = "{name}"', 1)
    lines = [line for line in text.splitlines() if not line.startswith("mirrors")]
    setup.write_text(_WELCOME.format(folder=_quoted(folder)) + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{folder} holds the company {name}. Check it with: intacct-emulator company check {_quoted(folder)}")
    return 0


def check_folder(folder: str) -> int:
    """Loads a folder as serving it would. Raises FixtureError with file and line."""
    from intacct_emulator.repro.fresh_world import fresh_world

    source = _as_path(folder)
    with fresh_world(source) as world:
        profile = world.company.profile
        print(f"{folder} is right: {profile.id}, {profile.title}.")
        print(f"Serve it with: intacct-emulator serve --company {_quoted(folder)}")
    return 0


def _as_path(folder: str) -> str:
    """A folder in a form that nobody takes for a fixture's name."""
    return f"./{folder}" if is_company_name(folder) else folder


def _quoted(folder: str) -> str:
    """A folder as a command line takes it."""
    path = _as_path(folder)
    return f'"{path}"' if " " in path else path


_WELCOME = """\
# A company of your own. Serve it with: intacct-emulator serve --company {folder}
#
# This file says who the company is and who may sign in. The numbered CSV files beside it hold its records and are
# created in the order of their names, like requests; a record may only name what an earlier line has created.
# NN-anything.xml holds a <content> of functions, for documents with lines. Everything is explained in
# fixtures/README.md of the emulator. `intacct-emulator company check` says what is wrong, with file and line.

"""
