"""What a house is told about the school's accounts elsewhere."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from belong.config.settings import school_accounts

WHOLE = {
    "BELONG_MICROSOFT_TENANT": "t-1", "BELONG_MICROSOFT_ID": "a", "BELONG_MICROSOFT_SECRET": "s",
}  # fmt: skip


def _read(**said: str) -> dict[str, dict[str, str]]:
    return school_accounts.read(lambda name: said.get(name, ""))


def test_nothing_is_told_and_nobody_comes_in_that_way() -> None:
    assert _read() == {}


def test_microsoft_is_asked_at_the_schools_own_tenant() -> None:
    found = _read(**WHOLE)
    assert found["microsoft"]["server"].endswith("/t-1/v2.0")
    assert school_accounts.origins(found) == ["https://login.microsoftonline.com"]
    (app,) = school_accounts.apps(found)
    assert app["settings"]["oauth_pkce_enabled"] is True


@pytest.mark.parametrize("missing", list(WHOLE))
def test_a_part_alone_is_refused(missing: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=missing):
        _read(**{name: value for name, value in WHOLE.items() if name != missing})


@pytest.mark.parametrize("anybody", ["common", "organizations", "consumers"])
def test_a_tenant_of_everybody_is_refused(anybody: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="lets in anybody"):
        _read(**(WHOLE | {"BELONG_MICROSOFT_TENANT": anybody}))
