"""Evidence of a report: photos and PDFs of the whole or of one note, bounded, and only for who may read the report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from melayani.foundation.attachments.actions import store
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.models import State as FileState
from melayani.foundation.attachments.tests.factories import photo, upload
from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.people import Officer, Role
from melayani.foundation.people.tests.factories import World, officer, signed_in
from melayani.oversight.reporting import actions
from melayani.oversight.reporting.models import Evidence, Remark, Report
from melayani.oversight.reporting.rules import evidence as bounds
from melayani.oversight.reporting.tests.factories import monthly, opened, sent

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]


@pytest.fixture
def report(world: World) -> Report:
    """Last month's report of the registry of Bontang, with a constraint."""
    now = timezone.now()
    last_month = (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    found = opened(monthly(world.ministry, last_month, due_days=60), now)["disdukcapil-bontang"]
    note = {"kind": "constraint", "code": "staff", "text": "Dua petugas sakit."}
    actions.add_entry(actor=SYSTEM, report=found, now=now, **note)
    return found


def path(report: Report, rest: str = "") -> str:
    return f"/kantor/laporan/{report.pk}/bukti/{rest}"


def uploaded(by: Officer) -> UUID:
    return store(upload=upload(photo(), "loket.jpg"), actor=by, now=timezone.now()).pk


def proven(by: Officer, report: Report, **more: object) -> Evidence:
    given = {"title": "Ruang tunggu", "file": uploaded(by), "now": timezone.now(), **more}
    return actions.add_evidence(actor=by, report=report, **given)  # type: ignore[arg-type]


def test_bounds_are_said_in_words() -> None:
    most = bounds.BYTES_AT_MOST
    assert bounds.why_not_more(bounds.FILES_AT_MOST - 1, most - 5, 5) == ""
    assert "10 berkas" in bounds.why_not_more(bounds.FILES_AT_MOST, 0, 5)
    assert "40 MB" in bounds.why_not_more(1, most - 5, 6)


def test_the_unit_adds_and_the_judge_looks(world: World, report: Report, sign_in: SignIn) -> None:
    head, entry = sign_in(world.bontang_head), Remark.objects.get()
    judge = signed_in(Client(), officer(Role.MINISTRY, world.ministry))
    form = head.get(path(report), {"catatan": entry.pk}).content.decode()
    assert f'<option value="{entry.pk}" selected>Kendala: Dua petugas sakit.' in form
    for of, title in ((str(entry.pk), "Surat sakit"), ("", "Ruang tunggu")):
        given = {"title": title, "entry": of, "paper": upload(photo(), "loket.jpg")}
        assert head.post(path(report), given)["Location"] == f"/kantor/laporan/{report.pk}/"
    of_entry, whole = Evidence.objects.order_by("pk")
    assert (of_entry.entry, whole.entry) == (entry, None)
    assert Report.objects.get(pk=report.pk).state == "draft"
    sent(report, {}, now=timezone.now())
    page = judge.get(f"/kantor/laporan/{report.pk}/").content.decode()
    for one in (of_entry, whole):
        assert path(report, f"{one.attachment_id}/") in page
        assert one.title in page
        shown = judge.get(path(report, f"{one.attachment_id}/"))
        assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
        assert "sandbox" in shown["Content-Security-Policy"]
        assert shown.getvalue().startswith(b"\xff\xd8")
    assert "Hapus" not in page
    assert judge.post(path(report, f"{whole.attachment_id}/hapus/")).status_code == 404
    head.post(path(report, f"{whole.attachment_id}/hapus/"))
    assert Evidence.objects.count() == 2  # sent is sent
    with pytest.raises(actions.ReportRefused, match="tidak dapat diubah"):
        proven(world.bontang_head, report)


def test_what_goes_takes_its_files_along(world: World, report: Report, sign_in: SignIn) -> None:
    head, entry = sign_in(world.bontang_head), Remark.objects.get()
    of_entry = proven(world.bontang_head, report, entry=entry)
    whole = proven(world.bontang_head, report)
    where = path(report, f"{whole.attachment_id}/")
    assert head.post(f"{where}hapus/").status_code == 302
    assert head.get(where).status_code == 404
    assert head.post(f"/kantor/laporan/{report.pk}/catatan/{entry.pk}/hapus/").status_code == 302
    assert not Evidence.objects.exists()
    gone = Attachment.objects.filter(pk__in=[of_entry.attachment_id, whole.attachment_id], state=FileState.REMOVED)
    assert gone.count() == 2
    names = Event.objects.filter(subject_kind="report", name__startswith="report.proof").order_by("pk")
    assert list(names.values_list("name", flat=True)) == ["report.proof_added"] * 2 + ["report.proof_removed"]


def test_a_refused_form_says_why_and_keeps_the_file(world: World, report: Report, sign_in: SignIn) -> None:
    head = sign_in(world.bontang_head)
    wrong = head.post(path(report), {"title": "Loket", "paper": upload(b"halo dunia", "loket.jpg")})
    assert wrong.status_code == 422
    assert "bukan foto" in wrong.content.decode()
    answer = head.post(path(report), {"title": "", "paper": upload(photo(), "loket.jpg")})
    kept = Attachment.objects.get().pk
    assert answer.status_code == 422
    assert f'name="kept" value="{kept}"' in answer.content.decode()
    assert head.post(path(report), {"title": "Loket", "kept": str(kept)}).status_code == 302
    assert Evidence.objects.get().attachment_id == kept


def test_a_report_carries_only_so_much(world: World, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "FILES_AT_MOST", 1)
    proven(world.bontang_head, report)
    more = uploaded(world.bontang_head)
    with pytest.raises(actions.ReportRefused, match="sudah memuat"):
        proven(world.bontang_head, report, file=more)
    assert Attachment.objects.get(pk=more).state == FileState.PENDING
    assert Evidence.objects.count() == 1


def test_strangers_neither_read_nor_add(world: World, report: Report, sign_in: SignIn) -> None:
    found = proven(world.bontang_head, report)
    stranger = sign_in(world.bengkalis_head)
    for where in (path(report), path(report, f"{found.attachment_id}/")):
        assert stranger.get(where).status_code == 404
    for where in (path(report), path(report, f"{found.attachment_id}/hapus/")):
        assert stranger.post(where, {"title": "X", "paper": upload(photo(), "x.jpg")}).status_code == 404
    other = opened(monthly(world.ministry, report.starts_on), timezone.now())["disdukcapil-bengkalis"]
    with pytest.raises(actions.ReportRefused, match="berwenang"):
        proven(world.bengkalis_head, report)
    with pytest.raises(actions.ReportRefused, match="bukan dari laporan ini"):
        proven(world.bengkalis_head, other, entry=Remark.objects.get())
    with pytest.raises(actions.ReportRefused, match="Unggah lagi"):
        proven(world.bengkalis_head, other, file=uploaded(world.bontang_head))  # somebody else's upload
    assert stranger.get(path(other, f"{found.attachment_id}/")).status_code == 404
    assert Evidence.objects.count() == 1
