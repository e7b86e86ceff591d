"""Assertions of the shared calls show their values as those of the tests do."""

import pytest

pytest.register_assert_rewrite("legacy_calls")
