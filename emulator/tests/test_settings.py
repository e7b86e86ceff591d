"""Settings: one table, three origins, no bad value that starts."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import pytest

from intacct_emulator.settings import SETTINGS, SettingError, Settings, load, page, published

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_flag_wins_over_variable_wins_over_default() -> None:
    """Each origin is used exactly when the stronger ones are silent."""
    environ = {"INTACCT_EMULATOR_SEED": "5", "INTACCT_EMULATOR_PORT": "9000"}
    settings = load({"seed": "7", "port": None}, environ)
    assert (settings.seed, settings.port, settings.host) == (7, 9000, "127.0.0.1")


def test_an_empty_variable_counts_as_not_set() -> None:
    """`INTACCT_EMULATOR_PORT=` in a shell or a compose file means the default."""
    assert load({}, {"INTACCT_EMULATOR_PORT": ""}).port == 8080


def test_companies_come_from_repeated_flags_or_a_variable_with_commas() -> None:
    """Both ways of naming several companies give the same tuple, doubles removed."""
    by_flag = load({"company": ["northfield", "blank", "northfield"]}, {})
    by_variable = load({}, {"INTACCT_EMULATOR_COMPANY": "northfield, blank"})
    assert by_flag.company == by_variable.company == ("northfield", "blank")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "65536"),
        ("port", "-1"),
        ("port", "http"),
        ("port", "8 0"),
        ("port", "9" * 5000),
        ("host", "local host"),
        ("host", "a/b"),
        ("company", "two words"),
        ("company", ","),
        ("tls", "maybe"),
        ("seed", "1.5"),
        ("max_request_bytes", "0"),
        ("public_url", "ftp://example.com"),
        ("public_url", 'http://a/"><x>'.replace("/", " ")),
        ("session_minutes", "0"),
        ("log_level", "loud"),
        ("data", "\0"),
        ("data", __file__),
    ],
)
def test_a_bad_value_is_refused_and_named(name: str, value: Any) -> None:
    """The message names the flag when it came by flag and the variable when it came by variable."""
    with pytest.raises(SettingError, match="--" + name.replace("_", "-")):
        load({name: value}, {})
    with pytest.raises(SettingError, match="INTACCT_EMULATOR_" + name.upper()):
        load({}, {"INTACCT_EMULATOR_" + name.upper(): value})


def test_a_name_that_is_no_setting_is_refused() -> None:
    """A misspelt keyword is an error, not a default."""
    with pytest.raises(TypeError, match="prot"):
        load({"prot": 1}, {})


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://api.intacct.com", "https://api.intacct.com/ia/xml/xmlgw.phtml"),
        ("https://api.intacct.com/", "https://api.intacct.com/ia/xml/xmlgw.phtml"),
        ("http://localhost:81/other", "http://localhost:81/other"),
    ],
)
def test_a_public_url_without_a_path_gets_the_gateways(given: str, url: str) -> None:
    """The host alone is enough to say where clients find the gateway."""
    assert load({"public_url": given}, {}).public_url == url


def test_the_state_folder_follows_xdg(monkeypatch: pytest.MonkeyPatch) -> None:
    """An absolute XDG_STATE_HOME is used; a relative one is ignored, as its rules demand."""
    monkeypatch.setenv("XDG_STATE_HOME", "/var/state")
    assert load({}, {}).state_dir == Path("/var/state/intacct-emulator")
    monkeypatch.setenv("XDG_STATE_HOME", "state")
    assert load({}, {}).state_dir == Path.home() / ".local/state/intacct-emulator"


def test_settings_cannot_be_changed() -> None:
    """What one part of the emulator reads is what every other part reads."""
    with pytest.raises(FrozenInstanceError):
        setattr(load({}, {}), "port", 1)  # noqa: B010


def test_settings_are_published_as_json_can_carry_them() -> None:
    """Paths are texts, several values are lists, and what is not set is null."""
    shown = published(load({"state_dir": "state"}, {}))
    assert list(shown) == [setting.name for setting in SETTINGS]
    assert (shown["state_dir"], shown["data"], shown["company"]) == ("state", None, ["northfield"])


def test_every_setting_is_explained() -> None:
    """The table has one line for each field, each with a sentence and a flag of its own."""
    assert [setting.name for setting in SETTINGS] == [declared.name for declared in fields(Settings)]
    assert all(setting.doc.endswith(".") and setting.default for setting in SETTINGS)


def test_the_page_is_current() -> None:
    """docs/settings.md is what the table says: `python -m intacct_emulator.pages docs` writes it."""
    assert (DOCS / "settings.md").read_text(encoding="utf-8") == page()


def test_answers_of_asynchronous_requests_leave_this_machine_only_if_allowed() -> None:
    """A policy of another host needs its name among the policy hosts; what is published has no password."""
    policy = "later=https://me:secret@client.example.com/answers"
    with pytest.raises(SettingError, match=r"later=https://client\.example\.com/answers.*--policy-hosts"):
        load({"policy": (policy,)}, {})
    settings = load({"policy": (policy,), "policy_hosts": ("client.example.com",)}, {})
    assert published(settings)["policy"] == ["later=https://client.example.com/answers"]
    assert load({"policy": ("later=http://127.0.0.1:9000/",)}, {}).policy == ("later=http://127.0.0.1:9000/",)
    with pytest.raises(SettingError, match="one address for each policy"):
        load({"policy": ("a=http://localhost/", "a=http://localhost/b")}, {})
