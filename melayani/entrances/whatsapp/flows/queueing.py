"""The queue: one's own number with who is ahead, or how long one waits at a place now."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from melayani.delivery.queues import access, queries
from melayani.delivery.queues.models import Site, Ticket
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option, Said, names_something, subject_of

SHOWN, LINES_SHOWN = 9, 8


def begin(talk: Talk, about: str) -> Reply:
    """With the slug of a place its board; one's own numbers first; else ask where."""
    if about:
        return _board(talk, about)
    own = list(access.of_contact(talk.contact.pk)[:3])
    if own:
        again = Option(f"{GO}queue", _("Perbarui"))
        return talk.end("\n\n".join(ticket_words(row, talk) for row in own), [again, to_menu()])
    return talk.ask("find", _("Antrean di kantor mana? Tulis nama kantor atau layanannya, misalnya: MPP Bogor."))


def find(talk: Talk, said: Said) -> Reply:
    """Places with a queue under these words."""
    words = subject_of(said.text)[:100] if names_something(said.text) else ""
    found = list(queries.sites_for_citizens(typed=words).object_list[:SHOWN]) if words else []
    if len(found) == 1:
        return _board(talk, found[0].organisation.slug)
    if found:
        return _which(talk, found, _("Kantor yang mana?"))
    known = list(queries.sites_for_citizens(typed="").object_list[: SHOWN + 1])
    if 0 < len(known) <= SHOWN:
        return _which(talk, known, _("Di kantor itu belum ada antrean pada kami. Yang ada:"))
    return talk.ask(
        "find",
        _("Saya belum menemukan kantor dengan antrean untuk itu. Coba nama lain."),
        [Option(f"{GO}services", _("Cari layanan")), to_menu()],
    )


def _which(talk: Talk, found: list[Site], text: str) -> Reply:
    rows = [Option(f"{GO}queue:{one.organisation.slug}", one.organisation.name) for one in found]
    return talk.ask("find", text, rows, button=_("Pilih kantor"))


def _board(talk: Talk, slug: str) -> Reply:
    try:
        board = queries.queue_of_unit(slug[:80], talk.now)
    except Http404:
        return begin(talk, "")
    place = board.site.organisation
    talk.unit = place.slug
    lines = [_("*Antrean {place}*").format(place=place.name)]
    if not board.why.startswith(board.today.words):  # why the queue is closed may say so already
        lines.append(board.today.words)
    if board.why:
        lines.append(board.why)
    lines += [_line_words(line) for line in board.lines[:LINES_SHOWN]]
    calls = ", ".join(f"{one.code} → {one.counter_number}" for one in board.called)
    if calls:
        lines.append(_("Sedang dipanggil: {calls}").format(calls=calls))
    lines += ["", _("Nomor antrean diambil di kantor. Dengan janji temu Anda dilayani pada jamnya.")]
    again = Option(f"{GO}queue:{place.slug}", _("Perbarui"))
    return talk.end("\n".join(lines), [again, Option(f"{GO}book", _("Buat janji temu")), to_menu()])


def _line_words(line: queries.Waiting) -> str:
    """One service of the board; where nobody waits only what there is to say."""
    told = line.words.rstrip(".") or _("belum dapat diperkirakan")
    if not line.people:
        return _("• {service}: {told}").format(service=line.name, told=f"{told[:1].lower()}{told[1:]}")
    return _("• {service}: {people} menunggu, {told}").format(service=line.name, people=line.people, told=told)


def ticket_words(row: Ticket, talk: Talk) -> str:
    """A number as its holder may read it; a constant number of queries."""
    view = queries.ticket_view(row, talk.now)
    lines = [f"*{view.code}* · {row.site.organisation.name}", row.line.service.title, _(view.words.citizen)]
    if view.ahead is not None:
        lines.append(_("Di depan Anda: {count} orang").format(count=view.ahead))
    if view.range or view.reason:
        lines.append(_("Perkiraan: {told}").format(told=view.range or view.reason))
    if view.counter_number is not None:
        lines.append(_("Silakan ke loket {number}.").format(number=view.counter_number))
    return "\n".join(lines)


STEPS = {"find": find}
