"""What the addresses of evaluations name, who may open them, and what the rightful send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from melayani.delivery.applications.tests.factories import uploaded
from melayani.foundation.people.tests.factories import World, signed_in
from melayani.oversight.evaluation import actions, queries, states
from melayani.oversight.evaluation.tests.factories import cast, filling, in_state, prepared, with_unit
from melayani.oversight.evaluation.tests.worked_sheet import worked

NAMES = ("evaluation", "evaluation_office")
# columns as in url_table; the registry of Bontang is judged, the city's bureau conducts, the ministry reads
TABLE = """
evaluation_office:desk                  in  in  in 200 200 200 200 200 200  |  in  in 405 405
evaluation_office:new                   in  in  in 404 404 404 404 200 404  |  in  in 422 404
evaluation_office:compare               in  in  in 404 404 404 404 200 200  |  in  in 405 405
evaluation_office:compare_xlsx          in  in  in 404 404 404 404 200 200  |  in  in 405 405
evaluation_office:campaign              in  in  in 404 404 404 404 200 404  |  in  in 405 405
evaluation_office:add_unit              in  in  in 404 404 404 404 405 405  |  in  in 404 404
evaluation_office:weights               in  in  in 404 404 404 404 404 404  |  in  in 404 404
evaluation_office:start                 in  in  in 404 404 404 404 405 405  |  in  in 404 404
evaluation_office:close                 in  in  in 404 404 404 404 405 405  |  in  in 404 404
evaluation_office:unit                  in  in  in 404 404 200 404 200 404  |  in  in 405 405
evaluation_office:act                   in  in  in 405 405 405 405 405 405  |  in  in 404 404
evaluation_office:appoint               in  in  in 404 404 404 404 405 405  |  in  in 404 404
evaluation_office:release               in  in  in 404 404 404 404 405 405  |  in  in 404 404
evaluation_office:f01                   in  in  in 404 404 200 404 200 404  |  in  in 405 405
evaluation_office:own                   in  in  in 404 404 200 404 404 404  |  in  in 404 404
evaluation_office:remove_evidence       in  in  in 404 404 405 404 404 405  |  in  in 404 404
evaluation_office:file                  in  in  in 404 404 200 404 200 404  |  in  in 405 405
evaluation_office:f02                   in  in  in 404 404 404 404 404 404  |  in  in 405 405
evaluation_office:score                 in  in  in 404 404 404 404 404 404  |  in  in 404 404
evaluation_office:field                 in  in  in 404 404 404 404 404 404  |  in  in 405 405
evaluation_office:f03                   in  in  in 404 404 200 404 200 404  |  in  in 404 404
evaluation_office:object                in  in  in 404 404 405 404 404 405  |  in  in 404 404
evaluation_office:decide                in  in  in 405 405 405 405 405 405  |  in  in 404 404
evaluation_office:recommend             in  in  in 405 405 405 405 405 405  |  in  in 404 404
evaluation_office:plan                  in  in  in 404 404 405 404 404 405  |  in  in 404 404
evaluation_office:progress              in  in  in 404 404 405 404 404 405  |  in  in 404 404
evaluation_office:minutes               in  in  in 404 404 200 404 200 404  |  in  in 405 405
evaluation_office:workbook              in  in  in 404 404 200 404 200 404  |  in  in 405 405
evaluation:thanks                      200 200 200 200 200 200 200 200 200  | 405 405 405 405
evaluation:answer                      404 200 404 404 404 404 404 404 404  | 404 404 404 404
"""
AT_DESK = ("act", "appoint", "release", "f02", "score", "field", "f03")
FILLED = ("f01", "own", "remove_evidence", "file")


def build(things: dict[str, Any], clients: dict[str, Client], world: World) -> None:
    """The registry of Bontang in four campaigns: one prepared, one to fill, one at the desk, one that it contests."""
    who, now = cast(world), timezone.now()
    clients["bureau"], clients["judge"] = signed_in(Client(), who.bureau), signed_in(Client(), who.leader)
    draft = things["campaign"] = prepared(who, world.bontang_city, title="Disiapkan")
    with_unit(who, draft, world.bontang)
    own = things["filling"] = filling(world, who, title="Diisi")
    paper = uploaded(who.head, now=now)
    actions.add_evidence(actor=who.head, assessment=own, number=1, files=[paper], now=now)
    things["evidence"] = paper
    things["at desk"] = in_state(world, who, states.DESK, title="Di meja")
    things["evaluator"] = queries.evaluators_of(things["at desk"])[1]
    told = things["told"] = in_state(world, who, states.REVIEW, title="Disampaikan")
    made = things["advice"] = actions.recommend(
        actor=who.leader, assessment=told, number=18, text="Pasang jalur pemandu.", now=now
    )
    actions.announce(actor=who.leader, assessment=told, now=now)
    day = now.date() + timedelta(days=30)
    actions.plan_action(actor=who.head, recommendation=made, owner="Kasubag Umum", target=day, now=now)
    things["objection"] = actions.object_to(
        actor=who.head, assessment=told, number=2, text="Lima unsur masyarakat hadir.", now=now
    )


def argument(things: Mapping[str, Any], name: str, parameter: str, role: str, wrong: str) -> object:
    """What stands in the address for `parameter`."""
    page = name.split(":")[1]
    if parameter == "token":
        return things["filling"].token if role == "citizen" else wrong
    if parameter == "pk":
        if page in ("campaign", "add_unit", "weights", "start", "close"):
            return things["campaign"].pk
        return things["filling" if page in FILLED else "at desk" if page in AT_DESK else "told"].pk
    fixed = {"code": "B", "number": 1, "verb": "kembalikan", "file": things["evidence"]}
    rows = {"evaluator": "evaluator", "objection": "objection", "recommendation": "advice"}
    return fixed[parameter] if parameter in fixed else things[rows[parameter]].pk


def _weights() -> dict[str, str]:
    return {f"weight_{number}": str(weight) for number, weight in worked("B").weights.items()} | {"source": "Contoh"}


def _answers(things: Mapping[str, Any]) -> dict[str, str]:
    return {item.key: "4" for item in things["filling"].instrument.items}


REASON = "Alasan yang cukup panjang"
Data = Callable[[Mapping[str, Any]], dict[str, Any]]
DEEDS: tuple[tuple[str, str, Data, str], ...] = (
    ("evaluation_office:add_unit", "bureau", lambda things: {"unit": "mpp-bontang", "code": "A"}, ""),
    ("evaluation_office:weights", "bureau", lambda things: _weights(), ""),
    ("evaluation_office:start", "bureau", lambda things: {}, ""),
    ("evaluation_office:appoint", "bureau", lambda things: {"email": "biro-evaluasi@contoh.go.id"}, ""),
    ("evaluation_office:release", "bureau", lambda things: {}, ""),
    ("evaluation_office:act", "judge", lambda things: {"reason": REASON}, "kembalikan"),
    ("evaluation_office:own", "head", lambda things: {"score": "3"}, ""),
    ("evaluation_office:remove_evidence", "head", lambda things: {}, ""),
    ("evaluation_office:score", "judge", lambda things: {"score": "5"}, ""),
    ("evaluation_office:f03", "judge", _answers, ""),
    ("evaluation_office:object", "head", lambda things: {"number": "3", "text": REASON}, ""),
    ("evaluation_office:decide", "judge", lambda things: {"accepted": "no", "reason": REASON}, ""),
    ("evaluation_office:recommend", "judge", lambda things: {"number": "3", "text": REASON}, ""),
    (
        "evaluation_office:plan",
        "head",
        lambda things: {"owner": "Sekretaris", "target": (timezone.now().date() + timedelta(60)).isoformat()},
        "",
    ),
    ("evaluation_office:progress", "head", lambda things: {"progress": "50", "text": "Dipesan."}, ""),
    ("evaluation:answer", "citizen", _answers, ""),
)
TAKES_NOTHING = {
    "evaluation_office:new",  # the ministry, which reads here, prepares its own: test_prepare_campaign
    "evaluation_office:close",  # takes a campaign in which every index is sealed: test_prepare_campaign
}
