"""`update_customervisibility` and `update_vendorvisibility`."""

import pytest
from asking import Ask, Said
from legacy_calls import answered

PARTIES = [("customervisibility", "customerid", "C-1001"), ("vendorvisibility", "vendorid", "V-2001")]


@pytest.mark.parametrize(("name", "attribute", "key"), PARTIES)
def test_visibility_is_kept_and_its_missing_effect_told(ask: Ask, name: str, attribute: str, key: str) -> None:
    """Who may see a customer or vendor can be read; that nobody is kept from it is in the answer's header."""

    def update(choice: str) -> Said:
        body = f"<visibility><visibility_type>{choice}</visibility_type></visibility>"
        return ask.of(f'<update_{name} {attribute}="{key}">{body}</update_{name}>')

    said = update("RootOnly")
    assert (answered(said), said.gaps) == (key, ("effect of visibility RootOnly",))
    read = f"<read><object>{name.upper()}</object><keys>1</keys><fields>VISIBILITY</fields></read>"
    assert ask.of(read).rows() == [{"VISIBILITY": "RootOnly"}]
    assert update("Unrestricted").gaps == ()
    assert update("Nobody").errors[0][1] == "Invalid value 'Nobody' for Visibility."
    assert ask.of(f'<update_{name} {attribute}="NO"/>').errors[0][1] == "No record exits for the recordkey NO"
