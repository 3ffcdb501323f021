"""The rules: signature, waits, which addresses are never asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melayani.foundation.webhooks import calling, rules


def test_the_signature_is_what_the_guide_says() -> None:
    """Golden: computed once with openssl dgst -sha256 -hmac geheim over `1773630000.{"a":1}`."""
    at = datetime.fromtimestamp(1773630000, UTC)
    expected = "6ceb30390148a784a8dc03ce3a0b73ffa699b757e51aa22faccf943ae0846b8c"
    assert rules.sign(b'{"a":1}', secrets_now=["geheim"], at=at) == f"t=1773630000,v1={expected}"


def test_two_valid_secrets_sign_side_by_side_and_an_empty_one_never() -> None:
    at = datetime.fromtimestamp(1, UTC)
    both = rules.sign(b"x", secrets_now=["satu", "dua"], at=at)
    assert both.count("v1=") == 2
    assert rules.sign(b"x", secrets_now=["satu", ""], at=at) == rules.sign(b"x", secrets_now=["satu"], at=at)


@given(st.integers(min_value=0, max_value=10_000))
def test_waits_grow_and_stay_bounded(count: int) -> None:
    assert rules.wait_after(count) <= rules.wait_after(count + 1) <= timedelta(hours=6)
    assert timedelta(0) < rules.rest_after(count) <= rules.rest_after(count + 1) <= rules.LONGEST_REST


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.5.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
        "192.0.2.7",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:53aa:64c::1",
    ],
)
def test_addresses_of_private_networks_are_not_public(address: str) -> None:
    assert not rules.is_public(address)


@pytest.mark.parametrize("address", ["103.28.12.5", "8.8.8.8", "2404:8000::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are(address: str) -> None:
    assert rules.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://sistem.contoh.go.id/",
        "ftp://sistem.contoh.go.id/",
        "https://",
        "https://localhost/",
        "https://intranet/",
        "https://db.internal/",
        "https://printer.local/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.1.2.3/",
        "https://orang:sandi@sistem.contoh.go.id/",
        "https://sistem.contoh.go.id:22/",
        "https://sistem.contoh.go.id:99999/",
        "https://sistem.contoh.go.id/#a",
        "https://sistem.contoh.go.id/a b",
        "https://sistem.contoh.go.id/" + "a" * 500,
        "javascript:alert(1)",
    ],
)
def test_an_address_that_cannot_be_used_is_refused_in_words(url: str) -> None:
    with pytest.raises(rules.NotAllowedAddress, match=r"\w"):
        rules.check_url(url)


def test_a_public_https_address_is_taken() -> None:
    assert rules.check_url(" https://sistem.contoh.go.id:8443/a?b=1 ") == "https://sistem.contoh.go.id:8443/a?b=1"


def test_a_name_that_leads_inside_is_found_when_it_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """One private address among the public ones is enough to refuse; the call is never made."""

    def resolved(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("8.8.8.8", port)), (2, 1, 6, "", ("169.254.169.254", port))]

    monkeypatch.setattr("socket.getaddrinfo", resolved)
    outcome = calling.make(calling.Call("https://sistem.contoh.go.id/", b"{}", {}))
    assert outcome.status is None
    assert "jaringan dalam" in outcome.problem
