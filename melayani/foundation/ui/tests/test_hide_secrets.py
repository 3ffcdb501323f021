"""No log line holds what opens a case, a survey, an account."""

from __future__ import annotations

import logging
import secrets

import pytest

from melayani.foundation.ui.logs import SecretFreeFormatter, hide_secrets, without_secrets

SECRET = "0aZ-" + "k3Q9_xBtM2v7Wn5p" + "-Rr8LcEa"
CASE = "PMH-7K3Q9XBT-W"


@pytest.mark.parametrize(
    "path",
    [
        f"/permohonan/{CASE}/{SECRET}/",
        f"/en/permohonan/{CASE}/abc/jawab/",
        f"/survei/{SECRET}/",
        "/survei/pendek1/",
        f"/survei/permohonan/{CASE}/{SECRET}/",
        f"/api/v1/surveys/{SECRET}/responses",
        f"/api/v1/track/{CASE}?secret={SECRET}",
        f"/verifikasi/{SECRET}/",
        f"/kantor/undangan/{SECRET}/",
        "/kantor/akun/sandi/baru/1a-c9x8y7-0d1e2f3a4b5c/",
    ],
)
def test_the_secret_of_an_address_is_hidden(path: str) -> None:
    shown = without_secrets(f"Not Found: {path}")
    for secret in (SECRET, "abc", "pendek1", "c9x8y7"):
        assert secret not in shown
    assert "…" in shown


@pytest.mark.parametrize(
    "path",
    [
        f"/kantor/permohonan/{CASE}/judge/",
        "/kantor/survei/disdukcapil-bontang/periode/3/",
        "/kantor/akun/verifikasi/kode/",
        "/layanan/ktp-el-hilang-atau-rusak-disdukcapil-bengkalis/",
        "/permohonan/isi/2f1d7c1e-5f0e-4c55-9d7a-0a3b7b0f6c21/ringkasan/",
        "melayani.foundation.audit.models.AppendOnly: an event is never changed",
    ],
)
def test_the_rest_stays_readable(path: str) -> None:
    assert without_secrets(path) == path


def test_any_token_of_ours_is_hidden_wherever_it_stands() -> None:
    for _ in range(200):
        token = secrets.token_urlsafe(24)
        if any(c.isdigit() for c in token):
            assert token not in without_secrets(f"no reverse for ('{token}',)")


def test_a_line_with_its_traceback_goes_through_the_filter() -> None:
    try:
        raise ValueError(f"/survei/{SECRET}/")
    except ValueError as error:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Gone: %s", (f"/survei/{SECRET}/",), (ValueError, error, None)
        )
    shown = SecretFreeFormatter("%(message)s").format(record)
    assert SECRET not in shown
    assert "Gone: /survei/…/" in shown
    assert "ValueError" in shown


def test_our_own_events_go_through_it_too() -> None:
    event = hide_secrets(
        None, "error", {"event": "write_refused", "path": f"/permohonan/{CASE}/{SECRET}/bayar/", "n": 1}
    )
    assert event == {"event": "write_refused", "path": f"/permohonan/{CASE}/…/bayar/", "n": 1}
