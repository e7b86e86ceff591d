"""The currencies of a fixture."""

from pathlib import Path

import pytest

from intacct_emulator.resources import company_folder
from intacct_emulator.tenancy.profile import CompanyProfile, CurrencySetup, SubledgerProfile
from intacct_emulator.world.fixtures import read_company
from intacct_emulator.world.toml_table import FixtureError


def copied(folder: Path, table: str) -> Path:
    """The blank company with a table more."""
    text = (company_folder("blank") / "company.toml").read_text(encoding="utf-8")
    (folder / "company.toml").write_text(f"{text}\n{table}\n", encoding="utf-8")
    return folder


def test_rates_are_read_by_pair_and_day(tmp_path: Path) -> None:
    """In the order of their days, whatever the file's."""
    table = (
        '[currencies]\ntransaction = ["USD", "CAD"]\n[currencies.daily_rates.CAD.USD]\n2026-02-01 = "0.74"\n'
        '2026-01-01 = "0.73"'
    )
    assert read_company(copied(tmp_path, table)).currencies == CurrencySetup(
        ("USD", "CAD"), None, {"CAD": {"USD": {"2026-01-01": "0.73", "2026-02-01": "0.74"}}}
    )
    assert read_company("blank").currencies is None


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ('transaction = ["CAD"]', "must name USD, the company's base currency"),
        ('transaction = ["USD", "Cad"]', "'Cad' is not a currency code of three capitals"),
        ('transaction = ["USD"]\nrate = "1"', "is not known here"),
        ('transaction = ["USD"]\n[currencies.daily_rates.CAD.USD]\n2026-01-01 = "1"', "CAD is not among"),
        (
            'transaction = ["USD", "CAD"]\n[currencies.daily_rates.CAD.USD]\n2026-13-01 = "1"',
            "must be a day and a rate",
        ),
        (
            'transaction = ["USD", "CAD"]\n[currencies.daily_rates.CAD.USD]\n2026-01-01 = "0"',
            "must be a day and a rate",
        ),
        (
            'transaction = ["USD", "CAD"]\n[currencies.daily_rates.CAD.USD]\n2026-01-01 = "x"',
            "must be a day and a rate",
        ),
    ],
)
def test_wrong_currencies_are_told(tmp_path: Path, table: str, text: str) -> None:
    """With the file and the key."""
    with pytest.raises(FixtureError, match=text):
        read_company(copied(tmp_path, f"[currencies]\n{table}"))


def test_a_profile_keeps_its_currencies() -> None:
    """As text and back."""
    setup = CurrencySetup(("USD", "CAD"), "8090", {"CAD": {"USD": {"2026-01-01": "0.73"}}})
    books = SubledgerProfile("1200", "ARJ")
    profile = CompanyProfile("a", "A", "USD", True, books, books, currencies=setup)
    assert CompanyProfile.from_json(profile.to_json()).currencies == setup
