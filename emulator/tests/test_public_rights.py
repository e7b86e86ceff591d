"""Whoever has no right at all gets nothing done, whichever function is called."""

from pathlib import Path

import pytest
from public_requests import FOLDER, answers, asked_company, public_requests

from intacct_emulator.functions.registry import MODULES, REGISTRY

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the published requests are not beside the project")
# Objects that a company defined itself have no policy: everybody may use them (inferred).
OPEN = ("1772-create-api_test_record-doc",)


def test_a_user_without_rights_writes_nothing(tmp_path: Path) -> None:
    """No published request that writes succeeds; those of functions that only read have a test of their own."""
    writing = frozenset(name for name in MODULES if (found := REGISTRY.find(name)) is not None and not found.reads)
    harmless = {
        "getAPISession",
        "getFinancialSetup",
        "readRelated",
        *(name for name in writing if name.startswith(("getD", "get_", "inspect", "lookup"))),
    }
    done = []
    with asked_company(tmp_path) as ask:
        company = ask.gateway.tenants.company("northfield")
        assert company is not None
        company.users.add("nobody", 9_999, "wsuser_secret", {})
        for answered in answers(ask, public_requests(writing - harmless, user="nobody")):
            if any(status.text == "success" for status in answered.said.root.iterfind(".//result/status")):
                done.append(answered.request.id)
    assert done == list(OPEN)
