"""One's own visits: look, move, cancel, accept another time."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from melayani.delivery.appointments import access, actions, queries, states
from melayani.delivery.appointments.models import Booking
from melayani.entrances.whatsapp.flows import times
from melayani.entrances.whatsapp.flows.times import Wanted
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option, Said, is_yes
from melayani.foundation.ui.format import format_moment

SHOWN = 9
CHANGE, CANCEL, ACCEPT, YES, KEEP = "change", "cancel", "accept", "yes", "keep"


def begin(talk: Talk, about: str) -> Reply:
    """The visits of this contact that lie ahead; with a number that one."""
    rows = list(access.of_contact(talk.contact.pk)[:SHOWN])
    if about:
        rows = [row for row in rows if row.number == about]
    if not rows:
        text = _("Dari nomor ini belum ada janji temu yang akan datang.")
        return talk.end(text, [Option(f"{GO}book", _("Buat janji temu")), to_menu()])
    if len(rows) == 1:
        return _show(talk, rows[0])
    options = [
        Option(f"{GO}visits:{row.number}", row.service.title, format_moment(row.starts_at, row.organisation))
        for row in rows
    ]
    return talk.ask("pick", _("Janji temu Anda. Yang mana?"), options, button=_("Pilih janji temu"))


def pick(talk: Talk, said: Said) -> Reply:
    return times.unclear(talk)


def _show(talk: Talk, row: Booking) -> Reply:
    text = _("*{service}*\n{when}\n{unit}\nNomor: {number}\n{state}. {next}\n\nTiket: {link}").format(
        service=row.service.title,
        when=format_moment(row.starts_at, row.organisation),
        unit=row.organisation.name,
        number=row.number,
        state=_(row.words.citizen),
        next=_(row.words.next),
        link=_link(row),
    )
    talk.unit = row.organisation.slug
    accept = [Option(ACCEPT, _("Terima waktu ini"))] if states.next_state(row.state, states.ACCEPT) else []
    options = [*accept, Option(CHANGE, _("Ubah waktu")), Option(CANCEL, _("Batalkan"))]
    return talk.ask("what", text, options, number=row.number)


def what(talk: Talk, said: Said) -> Reply:
    """Move, cancel, or accept what the office proposed."""
    row, key = _own(talk), talk.chosen(said)
    if row is None:
        return begin(talk, "")
    if key == CHANGE:
        wanted = _wanted(row)
        return times.ask_day(talk, wanted) if wanted else begin(talk, "")
    if key == CANCEL:
        text = _("Batalkan janji temu {when}? Tempatnya langsung kembali untuk warga lain.")
        when = format_moment(row.starts_at, row.organisation)
        return talk.ask("sure", text.format(when=when), [Option(YES, _("Ya, batalkan")), Option(KEEP, _("Tidak jadi"))])
    if key == ACCEPT:
        return _accept(talk, row)
    return times.unclear(talk)


def _accept(talk: Talk, row: Booking) -> Reply:
    try:
        actions.accept_proposal(actor=talk.actor, booking=row, secret=row.secret, now=talk.now)
    except actions.ActionRefused as refused:
        return talk.end(str(refused))
    return talk.end(_("✓ Terima kasih. Waktu baru Anda pasti."))


def day(talk: Talk, said: Said) -> Reply:
    row = _own(talk)
    wanted = _wanted(row) if row else None
    return times.day_answered(talk, wanted, talk.chosen(said)) if wanted else begin(talk, "")


def time(talk: Talk, said: Said) -> Reply:
    """Move the visit; the old place stays until the new one is sure."""
    row, key = _own(talk), talk.chosen(said)
    wanted = _wanted(row) if row else None
    if row is None or wanted is None:
        return begin(talk, "")
    if key == times.LATER:
        return times.later_times(talk, wanted)
    return _move(talk, row, wanted, int(key)) if key else times.unclear(talk)


def near(talk: Talk, said: Said) -> Reply:
    """Another time instead of one that is gone, or another day."""
    row, key = _own(talk), talk.chosen(said)
    wanted = _wanted(row) if row else None
    if row is None or wanted is None:
        return begin(talk, "")
    if key == times.LATER:
        return times.ask_day(talk, wanted)
    return _move(talk, row, wanted, int(key)) if key else times.unclear(talk)


def _move(talk: Talk, row: Booking, wanted: Wanted, slot: int) -> Reply:
    """One message tells it: this one, with all that the notice would say."""
    try:
        moved = actions.change(
            actor=talk.actor, booking=row, slot_id=slot, secret=row.secret, now=talk.now, tells=False
        )
    except actions.Busy:
        return talk.again(_("Banyak orang memesan waktu ini sekarang. Tunggu sebentar, lalu tekan lagi."))
    except actions.SlotFull as full:
        return times.ask_near(talk, wanted, queries.start_of(slot) or row.starts_at, why=str(full))
    except (actions.ActionRefused, actions.InputRefused) as refused:
        return times.ask_day(talk, wanted, why=str(refused))
    text = _(
        "✓ Waktu Anda sudah diubah menjadi {when}.\n{service}\n{unit}\nNomornya tetap {number}.\n\nTiket dan kalender: "
        "{link}"
    ).format(
        when=format_moment(moved.starts_at, row.organisation),
        service=row.service.title,
        unit=row.organisation.name,
        number=row.number,
        link=_link(row),
    )
    return talk.end(text, [Option(f"{GO}visits", _("Janji temu saya")), to_menu()])


def sure(talk: Talk, said: Said) -> Reply:
    """Cancel, or leave everything as it is."""
    row, key = _own(talk), talk.chosen(said)
    if row is None:
        return begin(talk, "")
    if key != YES and not is_yes(said.text):
        return _show(talk, row) if key == KEEP else times.unclear(talk)
    try:
        actions.cancel(actor=talk.actor, booking=row, secret=row.secret, now=talk.now, tells=False)
    except actions.ActionRefused as refused:
        return talk.end(str(refused))
    text = _("Janji temu {number} sudah dibatalkan. Terima kasih sudah memberi tahu kami.").format(number=row.number)
    return talk.end(text, [Option(f"{GO}book", _("Buat janji baru")), to_menu()])


def _own(talk: Talk) -> Booking | None:
    return access.of_contact(talk.contact.pk).filter(number=str(talk.data.get("number", ""))).first()


def _wanted(row: Booking) -> Wanted | None:
    terms = queries.offer_of(row.service.slug, row.organisation.slug)
    return Wanted(terms, row.party_size, row.priority, row.pk) if terms else None


def _link(row: Booking) -> str:
    return settings.PUBLIC_URL + reverse("appointments:ticket", args=[row.number, row.secret])


STEPS = {"pick": pick, "what": what, "day": day, "time": time, "near": near, "sure": sure}
