"""One real object behind every address that names one, and people who may and may not open it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.test import Client

from melayani.delivery.applications import actions as applications
from melayani.delivery.applications import rules, states
from melayani.delivery.applications.models import Application
from melayani.delivery.applications.tests import factories as cases
from melayani.delivery.appointments.tests import factories as visits
from melayani.foundation.messaging.tests.factories import failed_message
from melayani.foundation.people import Officer
from melayani.foundation.people import actions as people
from melayani.foundation.people.models import Membership
from melayani.foundation.people.rules import Role
from melayani.foundation.people.tests.factories import (
    LONG_AGO,
    World,
    officer,
    reload_officer,
    signed_in,
    with_second_factor,
)
from melayani.foundation.workdays import actions as workdays
from melayani.foundation.workdays.tests import factories as calendars
from melayani.voice.surveys.tests import factories as opinions
from tests.house_rules import (
    url_announcements,
    url_complaints,
    url_complaints_office,
    url_consultations,
    url_evaluation,
    url_facilities,
    url_information,
    url_innovations,
    url_letters,
    url_mail,
    url_malls,
    url_open311,
    url_queues,
    url_queues_office,
    url_reporting,
    url_standards,
    url_surveys,
    url_training,
    url_webhooks,
    url_whatsapp,
)

ROLES = ("visitor", "citizen", "stranger", "processor", "approver", "head", "admin", "ministry", "other")
CITIZENS = ("visitor", "citizen", "stranger")
WRONG_SECRET = "bukan-rahasia-siapa-pun"


@dataclass
class Place:
    """Everything that the table's addresses name: all of it belongs to the civil registry of Bontang."""

    world: World
    now: datetime
    clients: dict[str, Client] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, Application] = field(default_factory=dict)

    def case_in(self, state: str) -> Application:
        if state not in self.cases:
            service = self.things["levied"]  # a service for which money may be asked, too
            self.cases[state] = cases.application_in(state, world=self.world, now=self.now, service=service)
        return self.cases[state]


def build(world: World, now: datetime) -> Place:
    """The world with its objects and one signed-in client per role."""
    place = Place(world, now)
    place.things["service"] = cases.birth_certificate(world.bontang)
    place.things["levied"] = cases.licence_with_levy(world.bontang)
    _people(place)
    _cases(place)
    _calendar(place)
    _visits(place)
    _others(place)
    url_complaints.build(place.things, place.clients, world, now)
    url_complaints_office.build(place.things, world, now)
    url_information.build(place.things, place.clients, world, now)
    url_open311.build(place.things, world, now)
    url_facilities.build(place.things, world, now)
    url_malls.build(place.things, place.clients, world, now)
    url_innovations.build(place.things, place.clients, world, now)
    url_announcements.build(place.things, place.clients, world, datetime.now(world.bontang.zone))
    url_consultations.build(place.things, place.clients, world, datetime.now(world.bontang.zone))
    url_surveys.build(place.things, world, datetime.now(world.bontang.zone))
    url_training.build(place.things, world, datetime.now(world.bontang.zone))
    url_evaluation.build(place.things, place.clients, world)
    url_queues.build(place.things, world)
    url_queues_office.build(place.things, world)
    url_letters.build(place.things, world)
    url_whatsapp.build(place.things, world)
    url_standards.build(place.things, world, now)
    url_webhooks.build(place.things, world, now)
    url_reporting.build(place.things, world, datetime.now(world.bontang.zone))
    return place


def _people(place: Place) -> None:
    """One officer of Bontang per duty; and `other`, who holds every duty there is, at Bengkalis."""
    world = place.world
    other = officer(Role.PROCESSOR, world.bengkalis, name="Semua tugas di Bengkalis")
    for duty in (one for one in Role if one != Role.PROCESSOR):
        Membership.objects.create(person=other.person, organisation=world.bengkalis, role=duty, since=LONG_AGO)
    place.officers = {
        "processor": world.bontang_processor,
        "approver": world.bontang_approver,
        "head": world.bontang_head,
        "admin": officer(Role.ADMINISTRATOR, world.bontang, name="Administrator Bontang"),
        "ministry": officer(Role.MINISTRY, world.ministry, name="Kementerian"),
        "other": reload_officer(other.person),
    }
    place.clients = {role: Client() for role in CITIZENS}
    for role, who in place.officers.items():
        place.clients[role] = signed_in(Client(), who)


def _cases(place: Place) -> None:
    world, now, service = place.world, place.now, place.things["service"]
    for role in ("citizen", "stranger"):  # each has a draft in the own session and a case with the own secret
        client = place.clients[role]
        answer = client.post(f"/permohonan/ajukan/{service.slug}/")
        place.things[f"draft of {role}"] = answer["Location"].split("/")[3]
        place.things[f"case of {role}"] = cases.returned_case(world, now=now, service=service)
    paying = place.case_in(states.AWAITING_PAYMENT)
    proof = cases.uploaded(world.bontang_counter, now=now)
    applications.give_payment_proof(actor=world.bontang_counter, application=paying, attachment=proof, now=now)
    own = place.things["case of citizen"]
    photo = cases.uploaded(world.bontang_counter, now=now)
    again = rules.Given(number=2, kind=rules.UPLOAD, files=(photo,))
    soon = now + timedelta(days=1)
    applications.answer_return(actor=world.bontang_counter, application=own, answers=[again], now=soon)
    late = now + timedelta(days=2)
    applications.judge(
        actor=world.bontang_processor, application=own, number=2, judgement=rules.NOT_MET, reason="Kabur.", now=late
    )
    applications.return_for_correction(actor=world.bontang_processor, application=own, now=late)
    place.things["case of citizen"] = Application.objects.get(pk=own.pk)
    place.things["photo"] = photo
    issued = place.case_in(states.ISSUED)
    place.things["document"] = issued.result


def _calendar(place: Place) -> None:
    office, head, now = place.world.bontang, place.world.bontang_head, datetime.now(place.world.bontang.zone)
    calendars.open_office(office)
    day = now.date() + timedelta(days=30)
    span: dict[str, Any] = {"organisation": office, "starts_on": day, "ends_on": day, "actor": head, "now": now}
    place.things["holiday"] = workdays.add_local_holiday(
        organisation=office, day=day + timedelta(days=9), name="Hari jadi kota", actor=head, now=now
    )
    place.things["closure"] = workdays.close(reason="Pindah gedung", **span)
    place.things["restriction"] = workdays.restrict(kind="visitor_cap", cap=40, reason="Perbaikan", **span)


def _visits(place: Place) -> None:
    """Each citizen has a visit with the own secret; `citizen` holds a place and waits for another."""
    world, now = place.world, datetime.now(place.world.bontang.zone)
    service = place.things["visited"] = visits.offered(world.bontang)
    slots = place.things["slots"] = visits.slots(world.bontang, now=now, count=4, places=9)
    for number, role in enumerate(("citizen", "stranger")):
        place.things[f"visit of {role}"] = visits.booked(world, service, slots[0], now=now, number=number)
    answer = place.clients["citizen"].post(
        f"/janji-temu/{service.slug}/{world.bontang.slug}/", {"slot": slots[3].pk, "jumlah": "1"}
    )
    place.things["held visit"] = answer["Location"].split("/")[3]
    place.things["waiting"] = visits.waits(service, now=now)
    place.things["session"] = visits.template(world, now=now, starts=time(22), ends=time(23))
    place.things["draw"] = visits.draw_planned(world, now=now)


def _others(place: Place) -> None:
    world, admin = place.world, place.officers["admin"]
    now = datetime.now(world.bontang.zone)
    colleague = officer(Role.COUNTER, world.bontang, name="Rekan di Bontang")
    invitation, link = people.invite(
        actor=admin, email="baru@contoh.go.id", role=Role.PROCESSOR, organisation=world.bontang, now=now
    )
    key, _ = people.create_api_key(
        actor=admin, organisation=world.bontang, scopes=["services:read"], now=now, name="Mesin antrean"
    )
    place.things |= {
        "person": colleague.person,
        "membership": Membership.objects.get(person=colleague.person),
        "invitation": invitation,
        "invitation token": link.rstrip("/").rsplit("/", 1)[1],
        "key": key,
        "message": failed_message(now, world.bontang),
    }
    with_second_factor(colleague.person)
    opinions.counted(place.things["service"], opinions.ALL_GOOD, times=12, now=now)
    place.things["period"] = opinions.period_over(world.bontang, now=now, minimum=10)
    place.things["survey"] = opinions.invited(place.things["service"], now=now)


def arguments(place: Place, name: str, parameters: tuple[str, ...], role: str) -> dict[str, object]:
    """The address of the object that `name` is about; who has no right to a secret asks with another one."""
    if name in url_queues.NAMES:
        return {one: url_queues.argument(place.things, name, one, role, WRONG_SECRET) for one in parameters}
    return {
        parameter: url_surveys.argument(place.things, name, parameter) or _argument(place, name, parameter, role)
        for parameter in parameters
    }


def _argument(place: Place, name: str, parameter: str, role: str) -> object:
    known = _of_its_part(place, name, parameter, role)
    if known is not None:
        return known
    special = _SECRETS.get((name.split(":")[0], parameter))
    if special:
        return special(place, role)
    fixed = _BY_NAME.get((name, parameter), _BY_PARAMETER.get(parameter))
    if fixed is None:
        raise LookupError(f"{name}: no object for {parameter}; name it here")
    return fixed(place)


PARTS = (
    url_letters,
    url_queues,
    url_queues_office,
    url_information,
    url_complaints,
    url_facilities,
    url_consultations,
    url_evaluation,
    url_training,
    url_mail,
    url_announcements,
    url_whatsapp,
)


def _of_its_part(place: Place, name: str, parameter: str, role: str) -> object:
    """The object as the part of this folder says that knows the address; None when none does."""
    if name.startswith(url_open311.PREFIX):
        return url_open311.argument(place.things, place.world, parameter)
    if name.split(":")[0] in url_malls.NAMES:
        return url_malls.argument(place.things, place.world, name, parameter)
    for table in (url_reporting, url_innovations, url_standards, url_complaints_office, url_webhooks):
        if name in table.NAMES or name.split(":")[0] in table.NAMES:
            return table.argument(place.things, name, parameter)
    for part in PARTS:
        if name in part.NAMES or name.split(":")[0] in part.NAMES:
            return part.argument(place.things, name, parameter, role, WRONG_SECRET)
    return None


def _secret(place: Place, role: str) -> str:
    own = {"citizen": "case of citizen", "stranger": "case of stranger"}.get(role)
    return place.things[own].secret if own else WRONG_SECRET


def _waiting_token(place: Place, role: str) -> str:
    return place.things["waiting"].secret if role == "citizen" else WRONG_SECRET


def _visit_secret(place: Place, role: str) -> str:
    own = {"citizen": "visit of citizen", "stranger": "visit of stranger"}.get(role)
    return place.things[own].secret if own else WRONG_SECRET


def _survey_token(place: Place, role: str) -> str:
    return place.things["survey"].token if role == "citizen" else WRONG_SECRET


def _invitation_token(place: Place, role: str) -> str:
    return place.things["invitation token"] if role == "citizen" else WRONG_SECRET


_SECRETS: dict[tuple[str, str], Callable[[Place, str], str]] = {
    ("applications", "secret"): _secret,
    ("surveys", "secret"): _secret,
    ("appointments", "secret"): _visit_secret,
    ("appointments", "token"): _waiting_token,
    ("surveys", "token"): _survey_token,
    ("answer_survey", "token"): _survey_token,
    ("people_invitation", "token"): _invitation_token,
}
_VISIT = ("ticket", "calendar", "change", "cancel", "accept", "check_in")
_BY_NAME: dict[tuple[str, str], Callable[[Place], object]] = {
    ("office_convert_report", "number"): lambda place: url_complaints_office.argument(
        place.things, "complaints_office:case", "number"
    ),
    ("office_convert_request", "number"): lambda place: place.things["information taken"].number,
    ("portal:data_csv", "key"): lambda place: "visits",
    ("appointments_office:close_mall", "slug"): lambda place: place.things["mall"].slug,
    ("portal:data_json", "key"): lambda place: "ikm",
    ("portal:data_xlsx", "key"): lambda place: "pekppp",
    ("portal:mall", "slug"): lambda place: place.things["mall"].slug,
    ("portal:mall_index", "slug"): lambda place: place.things["mall"].slug,
    ("portal:service", "slug"): lambda place: place.things["service"].slug,
    ("applications:start", "slug"): lambda place: place.things["service"].slug,
    ("applications_office:file", "slug"): lambda place: place.things["service"].slug,
    **{(f"appointments:{page}", "number"): lambda place: place.things["visit of citizen"].number for page in _VISIT},
    **{
        (f"appointments_office:{page}", "number"): lambda place: place.things["visit of citizen"].number
        for page in ("booking", "change", "unmask", "act")
    },
    ("appointments:fill", "number"): lambda place: place.things["held visit"],
    ("appointments:release", "number"): lambda place: place.things["held visit"],
    ("appointments:draw", "slug"): lambda place: place.things["draw"].slug,
    ("appointments_office:act", "verb"): lambda place: "batalkan",
    ("appointments_office:capacity", "pk"): lambda place: place.things["slots"][0].pk,
    ("appointments_office:add", "what"): lambda place: "sesi",
    ("appointments_office:end", "what"): lambda place: "sesi",
    ("appointments_office:end", "pk"): lambda place: place.things["session"].pk,
    ("documents_office:document", "number"): lambda place: place.things["document"].number,
    ("documents_office:revoke", "number"): lambda place: place.things["document"].number,
    ("documents_office:file", "number"): lambda place: place.things["document"].number,
    ("documents:verified", "code"): lambda place: place.things["document"].secret,
    ("get_service", "id"): lambda place: place.things["service"].pk,
    ("delete_webhook", "id"): lambda place: place.things["webhook"].pk,
    ("people_withdraw_invitation", "pk"): lambda place: place.things["invitation"].pk,
    ("people_end_membership", "pk"): lambda place: place.things["membership"].pk,
    ("office_message_again", "pk"): lambda place: place.things["message"].pk,
    ("people_revoke_key", "pk"): lambda place: place.things["key"].pk,
    ("workdays_office:reopen", "pk"): lambda place: place.things["closure"].pk,
    ("workdays_office:end_restriction", "pk"): lambda place: place.things["restriction"].pk,
    ("workdays_office:remove_holiday", "pk"): lambda place: place.things["holiday"].pk,
    ("surveys_office:period", "pk"): lambda place: place.things["period"].pk,
    ("surveys_office:publish", "pk"): lambda place: place.things["period"].pk,
}
_BY_PARAMETER: dict[str, Callable[[Place], object]] = {
    "slug": lambda place: place.world.bontang.slug,
    "service": lambda place: place.things["visited"].slug,
    "unit": lambda place: place.world.bontang.slug,
    "pk": lambda place: place.things["person"].pk,
    "number": lambda place: place.things["case of citizen"].number,
    "draft_id": lambda place: place.things["draft of citizen"],
    "step": lambda place: rules.WHO,
    "file": lambda place: place.things["photo"],
    "file_id": lambda place: place.things["photo"],
    "year": lambda place: place.now.year,
    "provider_id": lambda place: "instansi",
    "uidb36": lambda place: "1",
    "key": lambda place: "set-password",
    "verb": lambda place: "take",
    "rest": lambda place: "tidak-ada",
}
