"""The one table of settings: every flag, environment variable and line of docs/settings.md comes from `Settings`.

A flag overrides its `INTACCT_EMULATOR_*` variable, which overrides the default. An invalid value stops the emulator
before it listens: a typo must not look like a default.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, cast

GATEWAY_PATH = "/ia/xml/xmlgw.phtml"
CONTROL_PREFIX = "/_emulator"
ENVIRONMENT_PREFIX = "INTACCT_EMULATOR_"
LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("text", "json")

_COMPANY_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9.\-_:\[\]]+(/[\x21-\x7e]*)?")
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


class SettingError(ValueError):
    """An invalid value; the text names the setting, the value and what is accepted."""

    def __init__(self, setting: str, value: object, wanted: str) -> None:
        super().__init__(f"setting {setting}: {value!r} is not {wanted}")
        self.setting = setting


@dataclass(frozen=True, slots=True)
class ValueKind:
    """How the text of a flag or variable becomes a value; `read` raises ValueError saying what is accepted. `shown`
    leaves out of each text what must not be published."""

    read: Callable[[str], object]
    metavar: str
    repeated: bool = False
    switch: bool = False
    shown: Callable[[str], str] = str


def _whole_number(least: int, most: int) -> ValueKind:
    wanted = f"a whole number from {least} to {most}"

    def read(text: str) -> int:
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip()) or not least <= int(text) <= most:
            raise ValueError(wanted)
        return int(text)

    return ValueKind(read, "N")


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.\-_:]+", text):
        raise ValueError("a host name or address")
    return text


def _companies(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names or not all(_COMPANY_NAME.fullmatch(name) or _is_folder(name) for name in names):
        raise ValueError("a company name, the path of an existing folder (./NAME), or several separated by commas")
    return tuple(dict.fromkeys(str(Path(name).expanduser()) if name.startswith("~") else name for name in names))


def _is_folder(text: str) -> bool:
    return ("/" in text or "\\" in text) and "\0" not in text and Path(text).expanduser().is_dir()


def _host_names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip().lower().rstrip(".") for name in text.split(",") if name.strip())
    if not names or not all(_HOST_NAME.fullmatch(name) for name in names):
        raise ValueError("a host name without port, or several separated by commas")
    return tuple(dict.fromkeys(names))


def _policies(text: str) -> tuple[str, ...]:
    from intacct_emulator.tenancy.policies import TransportPolicy

    texts = tuple(part.strip() for part in text.split(",") if part.strip())
    policies = [TransportPolicy.of(part) for part in texts]
    if len({policy.id for policy in policies}) != len(policies):
        raise ValueError("one address for each policy")
    return texts


def _policy_shown(text: str) -> str:
    from intacct_emulator.tenancy.policies import TransportPolicy

    return TransportPolicy.of(text).shown


def _folder(text: str) -> Path:
    if not text.strip() or "\0" in text:
        raise ValueError("the path of a folder")
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError("the path of a folder (it is a file)")
    return path


def _truth(text: str) -> bool:
    word = text.strip().lower()
    if word not in _TRUE | _FALSE:
        raise ValueError("yes or no")
    return word in _TRUE


def _public_url(text: str) -> str:
    if not _PUBLIC_URL.fullmatch(text):
        raise ValueError("an http:// or https:// address")
    scheme, _, rest = text.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{authority}{slash}{path}" if path else f"{scheme}://{authority}{GATEWAY_PATH}"


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError("one of " + ", ".join(words))
        return text.lower()

    return read


def _default_state_dir() -> Path:
    base = os.environ.get("XDG_STATE_HOME", "")
    # The XDG rules say that a relative path in this variable must be ignored.
    return (Path(base) if base.startswith("/") else Path("~/.local/state").expanduser()) / "intacct-emulator"


def _setting(kind: ValueKind, default: object, doc: str, *, shown: str | None = None) -> Any:  # noqa: ANN401
    """A field of `Settings`, of the type declared there. `shown` describes a default that a value cannot show."""
    about = {"kind": kind, "doc": doc, "shown": shown}
    if callable(default):
        return field(default_factory=cast(Callable[[], object], default), metadata=about)
    return field(default=default, metadata=about)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run. Build them with `load`, which checks the values; the constructor does not."""

    host: str = _setting(
        ValueKind(_host, "HOST"),
        "127.0.0.1",
        "Address to listen on. With the default, only this machine can connect.",
    )
    port: int = _setting(
        _whole_number(0, 65535), 8080, "Port to listen on; 0 picks a free one, shown on the READY line."
    )
    company: tuple[str, ...] = _setting(
        ValueKind(_companies, "NAME|DIR", repeated=True),
        ("northfield",),
        "Fixture company to start with, by name, or by folder (./NAME) for one of your own; may be repeated. A "
        "company's mirrors start with it.",
        shown="northfield",
    )
    data: Path | None = _setting(  # noqa: RUF009 - it is dataclasses.field in another coat
        ValueKind(_folder, "DIR"),
        None,
        "Folder in which companies keep their books, and the files they deliver, between runs.",
        shown="none: books and deliveries last only as long as the process",
    )
    tls: bool = _setting(
        ValueKind(_truth, "", switch=True),
        False,
        "Also serve TLS and CONNECT to *.intacct.com on the same port, with a local CA.",
        shown="no",
    )
    seed: int | None = _setting(
        _whole_number(0, 2**31 - 1),
        None,
        "Seed for every generated id: the same seed and requests give the same answers. Two runs with the same seed "
        "may give different users the same session id, which never happens in a real company.",
        shown="none: ids are random",
    )
    max_request_bytes: int = _setting(
        _whole_number(1024, 2**31 - 1), 16 * 1024 * 1024, "Largest request body accepted."
    )
    request_seconds: int = _setting(
        _whole_number(1, 86_400),
        60,
        "Seconds a request may take to arrive; a slower one is dropped with HTTP 408.",
    )
    public_url: str | None = _setting(
        ValueKind(_public_url, "URL"),
        None,
        "Endpoint returned by getAPISession; if it has no path, the gateway's is added.",
        shown="the address the client used",
    )
    allowed_hosts: tuple[str, ...] = _setting(
        ValueKind(_host_names, "NAME", repeated=True),
        (),
        "Extra host name clients may use, such as a container's; may be repeated. localhost, IP addresses, "
        "*.intacct.com and the host of the public URL are always allowed.",
        shown="none",
    )
    state_dir: Path = _setting(  # noqa: RUF009
        ValueKind(_folder, "DIR"),
        _default_state_dir,
        "Folder for the local CA and for snapshots of fixture companies.",
        shown="$XDG_STATE_HOME/intacct-emulator, else ~/.local/state/intacct-emulator",
    )
    policy: tuple[str, ...] = _setting(
        ValueKind(_policies, "ID=URL", repeated=True, shown=_policy_shown),
        (),
        "Transport policy of asynchronous requests (`policyid`), and the address their answers are posted to, with "
        "user and password in it if need be; may be repeated.",
        shown="none: every policyid is refused",
    )
    policy_hosts: tuple[str, ...] = _setting(
        ValueKind(_host_names, "NAME", repeated=True),
        (),
        "Host other than this machine that answers of asynchronous requests may be posted to; may be repeated.",
        shown="none",
    )
    tier: int = _setting(
        _whole_number(0, 1),
        0,
        "Performance tier whose limits hold: 1 lets in 6 requests of a sender and 8 to a company at the same time, and "
        "answers more with HTTP 429. 0 sets no limit. The numbers of other tiers are not published.",
    )
    session_minutes: int = _setting(_whole_number(1, 10080), 360, "Minutes after its last use until a session expires.")
    journal: int = _setting(
        _whole_number(0, 1_000_000),
        0,
        "How many requests the journal keeps, passwords and sessions masked; 0 switches it off. Tests in Python that "
        "start an emulator keep 1000.",
    )
    journal_bytes: int = _setting(
        _whole_number(1024, 2**40), 32 * 1024 * 1024, "How many bytes of requests and answers the journal keeps."
    )
    log_level: str = _setting(
        ValueKind(_one_of(LOG_LEVELS), "LEVEL"),
        "warning",
        "Lowest log level written to standard error: " + ", ".join(LOG_LEVELS) + ". From info on there is a line for "
        "each request.",
    )
    log_format: str = _setting(
        ValueKind(_one_of(LOG_FORMATS), "FORMAT"),
        "text",
        "text: lines for people, in colour on a terminal. json: an object in each line, for machines.",
    )
    log_bodies: bool = _setting(
        ValueKind(_truth, "", switch=True),
        False,
        "Also log requests and answers, passwords and sessions masked; at log level info or debug.",
        shown="no",
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table: all that the flag, the variable and the docs page need to know about a setting."""

    name: str
    kind: ValueKind
    doc: str
    default: str

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        return ENVIRONMENT_PREFIX + self.name.upper()


def _describe(declared: "Field[Any]") -> Setting:
    about = declared.metadata
    shown = about["shown"]
    if shown is None:
        shown = "" if declared.default is MISSING else str(declared.default)
    return Setting(declared.name, about["kind"], about["doc"], shown)


SETTINGS: tuple[Setting, ...] = tuple(_describe(declared) for declared in fields(Settings))


def _read(setting: Setting, origin: str, given: object) -> object:
    text = ",".join(str(part) for part in given) if isinstance(given, (list, tuple)) else str(given)
    try:
        return setting.kind.read(text)
    except ValueError as wanted:
        raise SettingError(origin, text, str(wanted)) from None


def load(given: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from `given` (flag values by setting name; None means not given), then `environ`, then the defaults.

    Raises SettingError for an invalid value, and TypeError for an unknown name.
    """
    given = given or {}
    environ = os.environ if environ is None else environ
    unknown = given.keys() - {setting.name for setting in SETTINGS}
    if unknown:
        raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        if given.get(setting.name) is not None:
            values[setting.name] = _read(setting, setting.flag, given[setting.name])
        elif environ.get(setting.variable):
            values[setting.name] = _read(setting, setting.variable, environ[setting.variable])
    settings = Settings(**values)
    _require_reachable(settings)
    return settings


def _require_reachable(settings: Settings) -> None:
    if not settings.policy:
        return
    from intacct_emulator.tenancy.policies import TransportPolicy

    for text in settings.policy:
        policy = TransportPolicy.of(text)
        if not policy.is_local and policy.host not in settings.policy_hosts:
            wanted = f"on this machine, and --policy-hosts does not name {policy.host}"
            raise SettingError("--policy", policy.shown, wanted)


def published(settings: Settings) -> dict[str, object]:
    """The settings as JSON values."""
    shown: dict[str, object] = {}
    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        if isinstance(value, Path):
            value = str(value)
        shown[setting.name] = [setting.kind.shown(text) for text in value] if isinstance(value, tuple) else value
    return shown


def page() -> str:
    """The text of docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "A flag overrides its environment variable, which overrides the default. An empty variable counts as unset.",
        "An invalid value stops the emulator before it listens; the message names the setting.",
        "`GET /_emulator/config` shows the values of a running emulator.",
        "",
        "| Flag | Variable | Default | Meaning |",
        "|---|---|---|---|",
    ]
    for setting in SETTINGS:
        flag = setting.flag if setting.kind.switch else f"{setting.flag} {setting.kind.metavar}"
        lines.append(f"| `{flag}` | `{setting.variable}` | {setting.default} | {setting.doc} |")
    return "\n".join(lines) + "\n"
