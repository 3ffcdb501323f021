"""Who may open a page at all: citizens' pages, officers' pages, the second factor."""

from __future__ import annotations

from typing import cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from melayani.foundation.organisations.actions import mark_installation
from melayani.foundation.people import CitizenRequest, OfficerRequest, Role, officer_page, public_page
from melayani.foundation.people.actors import Officer
from melayani.foundation.people.tests.factories import LONG_AGO, World, officer, person, with_second_factor

pytestmark = pytest.mark.django_db


@officer_page
def desk(request: OfficerRequest) -> HttpResponse:
    return HttpResponse(request.officer.name)


@officer_page(roles=[Role.APPROVER])
def approvals(request: OfficerRequest) -> HttpResponse:
    return HttpResponse(request.officer.name)


@public_page
def open_to_all(request: CitizenRequest) -> HttpResponse:
    return HttpResponse("terbuka")


def asked_by(who: Officer | None, *, method: str = "GET", second_factor: bool = True) -> HttpRequest:
    request = RequestFactory().generic(method, "/kantor/")
    request.session = SessionStore()
    request.user = who.person if who else AnonymousUser()
    if who and second_factor:
        request.session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
        request.session["account_authentication_methods_user"] = str(who.person.pk)
    return request


def test_an_officer_with_the_second_factor_comes_in(world: World) -> None:
    assert desk(asked_by(world.bontang_processor)).status_code == 200


def test_nothing_keeps_an_office_page_unless_it_says_so_itself(world: World) -> None:
    @officer_page
    def picture(request: OfficerRequest) -> HttpResponse:
        return HttpResponse("gambar", headers={"Cache-Control": "private, max-age=60"})

    assert desk(asked_by(world.bontang_processor)).headers["Cache-Control"] == "private, no-store"
    assert picture(asked_by(world.bontang_processor)).headers["Cache-Control"] == "private, max-age=60"


def test_somebody_without_an_account_is_asked_to_sign_in(world: World) -> None:
    answer = desk(asked_by(None))
    assert answer.status_code == 302
    assert "/kantor/akun/masuk/" in answer["Location"]


def test_an_account_without_a_role_reads_why(world: World) -> None:
    nobody = Officer(person=person("Tanpa tugas"), memberships=())
    answer = cast(HttpResponse, desk(asked_by(nobody)))
    assert answer.status_code == 403
    assert "belum punya tugas" in answer.content.decode()


def test_a_page_of_other_roles_is_not_there(world: World) -> None:
    with pytest.raises(Http404):
        approvals(asked_by(world.bontang_processor))
    assert approvals(asked_by(world.bontang_approver)).status_code == 200


def test_a_password_alone_leads_to_the_set_up(world: World) -> None:
    answer = desk(asked_by(world.bontang_processor, second_factor=False))
    assert answer["Location"] == "/kantor/akun/verifikasi/pasang/?perlu=1"


def test_an_old_password_session_must_enter_the_code(world: World) -> None:
    with_second_factor(world.bontang_processor.person)
    answer = desk(asked_by(world.bontang_processor, second_factor=False))
    assert answer["Location"].startswith("/kantor/akun/verifikasi/ulang/?next=")


def test_the_factor_of_another_account_in_the_same_browser_does_not_count(world: World) -> None:
    request = asked_by(world.bontang_processor)
    request.user = world.bengkalis_processor.person
    assert desk(request).status_code == 302


def test_a_demonstration_needs_no_second_factor(world: World) -> None:
    mark_installation(demonstration=True, now=LONG_AGO)
    assert desk(asked_by(world.bontang_processor, second_factor=False)).status_code == 200


def test_roles_that_read_totals_only_need_no_second_factor(world: World) -> None:
    bureau = officer(Role.BUREAU, world.bontang_city, name="Biro organisasi")
    assert desk(asked_by(bureau, second_factor=False)).status_code == 200


def test_public_pages_are_marked_for_the_middleware() -> None:
    assert vars(open_to_all)["login_required"] is False
    assert open_to_all(asked_by(None)).status_code == 200


def test_a_get_leaves_no_session_behind(world: World) -> None:
    request = asked_by(None)
    open_to_all(request)
    assert not request.session.modified
    assert Session.objects.count() == 0
