"""The catalogue's loader: lazy, in any letter case, and fast."""

import time

from intacct_emulator.catalogue.loader import Catalogue


def test_an_object_is_found_in_any_letter_case() -> None:
    """Clients spell object names as they like."""
    catalogue = Catalogue()
    assert catalogue.find("customer") is catalogue.find("CUSTOMER") is catalogue["Customer"]


def test_an_unknown_object_is_none() -> None:
    """The caller words the error."""
    assert Catalogue().find("NOSUCHOBJECT") is None


def test_loading_an_object_is_fast() -> None:
    """The median object loads in well under two milliseconds, so start-up does not grow with the catalogue."""
    catalogue = Catalogue()
    names = catalogue.names()
    times = []
    for name in names:
        started = time.perf_counter()
        catalogue[name]
        times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 2] < 0.002
