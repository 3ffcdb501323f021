"""Files become part of a case: of their giver only, all or none, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from melayani.foundation.attachments import storage, ticks
from melayani.foundation.attachments.actions import claim, remove, store_bytes
from melayani.foundation.attachments.models import Attachment, State
from melayani.foundation.attachments.queries import files_of, open_file, response
from melayani.foundation.attachments.rules import NotYours
from melayani.foundation.attachments.tests import factories
from melayani.foundation.attachments.tests.factories import SARI, TONO
from melayani.foundation.audit import SYSTEM
from melayani.foundation.audit.models import Event
from melayani.foundation.audit.queries import timeline
from melayani.foundation.numbers.rules import Reference

pytestmark = pytest.mark.django_db
CASE = Reference(kind="application", number="PMH-7K3Q9XBT-W")


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


def test_the_giver_makes_files_part_of_a_case(now: datetime, django_assert_num_queries: Any) -> None:
    first, second = factories.uploaded(now), factories.uploaded(now)
    with django_assert_num_queries(4):  # savepoint, one update, release, one read, for any number of files
        rows = claim(ids=[second.id, first.id], owner=CASE, actor=SARI, now=now)
    assert [row.id for row in rows] == [second.id, first.id]
    assert {row.state for row in rows} == {State.CLAIMED}
    with django_assert_num_queries(1):
        assert {row.id for row in files_of(CASE)} == {first.id, second.id}


def test_a_stranger_takes_nothing_not_even_the_own_file_beside_it(now: datetime) -> None:
    own, foreign = factories.uploaded(now, by=TONO), factories.uploaded(now, by=SARI)
    with pytest.raises(NotYours):
        claim(ids=[own.id, foreign.id], owner=CASE, actor=TONO, now=now)
    assert set(Attachment.objects.values_list("state", flat=True)) == {State.PENDING}


def test_a_file_belongs_to_one_case_only(now: datetime) -> None:
    file = factories.uploaded(now)
    claim(ids=[file.id], owner=CASE, actor=SARI, now=now)
    with pytest.raises(NotYours):
        claim(ids=[file.id], owner=Reference(kind="application", number="PMH-2"), actor=SARI, now=now)
    assert files_of(CASE)[0].owner_number == CASE.number


def test_an_unknown_id_is_refused_and_the_same_id_twice_is_one_file(now: datetime) -> None:
    file = factories.uploaded(now)
    with pytest.raises(NotYours):
        claim(ids=[file.id, uuid4()], owner=CASE, actor=SARI, now=now)
    assert len(claim(ids=[file.id, file.id], owner=CASE, actor=SARI, now=now)) == 1
    assert claim(ids=[], owner=CASE, actor=SARI, now=now) == []


def test_removing_deletes_the_bytes_and_leaves_a_trace(
    now: datetime, own_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    file = factories.uploaded(now)
    claim(ids=[file.id], owner=CASE, actor=SARI, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        removed = remove(attachment=file, actor=SARI, now=now)
        remove(attachment=file, actor=SARI, now=now)
    assert (removed.state, removed.removed_at) == (State.REMOVED, now)
    assert not (own_folder / file.path).exists()
    assert files_of(CASE) == []
    assert [line.text for line in timeline(CASE)] == ["Berkas dihapus"]
    with pytest.raises(storage.FileGone):
        open_file(removed)


def test_removing_an_upload_that_belongs_to_no_case_is_no_news(now: datetime) -> None:
    remove(attachment=factories.uploaded(now), actor=SARI, now=now)
    assert not Event.objects.exists()


def test_orphans_are_swept_after_a_day(
    now: datetime, own_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    orphan, used = factories.uploaded(now), factories.uploaded(now)
    claim(ids=[used.id], owner=CASE, actor=SARI, now=now)
    young = factories.uploaded(now + timedelta(hours=2))
    with django_capture_on_commit_callbacks(execute=True):
        assert ticks.sweep_orphans(now + timedelta(hours=23)) == 0
        assert ticks.sweep_orphans(now + timedelta(hours=25)) == 1
    assert not (own_folder / orphan.path).exists()
    assert (own_folder / used.path).exists()
    assert (own_folder / young.path).exists()


def test_bytes_without_a_row_are_swept_and_others_stay(own_folder: Path) -> None:
    now = datetime.fromtimestamp(2_000_000_000).astimezone()
    kept = factories.uploaded(now)
    stray = own_folder / f"{kept.path}-stray"
    stray.write_bytes(b"x")
    shard = int(kept.path[:2], 16)
    written = datetime.fromtimestamp(stray.stat().st_mtime).astimezone()
    assert ticks.sweep_shard(shard, written + timedelta(hours=23)) == 0
    assert ticks.sweep_shard(shard, written + timedelta(hours=25)) == 1
    assert not stray.exists()
    assert (own_folder / kept.path).exists()
    assert ticks.sweep_folder(written) == 0


def test_a_download_is_private_and_powerless(now: datetime) -> None:
    file = factories.uploaded(now, name='k"tp\r\nSet-Cookie: x.jpg')
    answer = response(file)
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "\n" not in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    with open_file(file) as kept:
        assert answer.getvalue() == kept.read()
    answer.close()


def test_a_picture_may_be_shown_and_stays_boxed_in(now: datetime) -> None:
    answer = response(factories.uploaded(now), inline=True)
    assert answer["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer["Content-Security-Policy"]
    answer.close()


def test_a_pdf_may_be_shown(now: datetime) -> None:
    made = store_bytes(
        content=factories.pdf(), name="a.pdf", content_type="application/pdf", owner=CASE, actor=SYSTEM, now=now
    )
    answer = response(made, inline=True)
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    answer.close()
