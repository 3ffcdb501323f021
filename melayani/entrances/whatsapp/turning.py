"""What one message leads to: steering words first, then numbers of cases, then the step that was asked."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from melayani.entrances.whatsapp import understanding as words
from melayani.entrances.whatsapp.flows import FLOWS, menu, start
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option, Said
from melayani.foundation.messaging import actions as contacts

UNSEEN = frozenset({"image", "document", "location", "other"})


def answer(talk: Talk, said: Said) -> Reply:
    """The reply; `talk` stands afterwards where the next message finds it."""
    chosen = said.choice if said.choice.startswith(GO) else talk.chosen(said)
    if chosen.startswith(GO):
        name, _colon, about = chosen.removeprefix(GO).partition(":")
        return go(talk, name, about)
    flow = FLOWS.get(talk.flow)
    free = flow is not None and talk.step in flow.free
    command = "" if chosen else said.command
    if command in words.STEERING or (command and not free):
        return go(talk, command, "")
    if said.numbers and not free and not chosen:
        return go(talk, words.STATUS, said.numbers[0])
    if said.choice and not chosen:
        return _old_button(talk)
    if flow is not None and talk.step in flow.steps:
        return flow.steps[talk.step](talk, said)
    return _out_of_the_blue(talk, said)


def go(talk: Talk, name: str, about: str) -> Reply:
    """Do what a command or a tapped choice names; an unknown name shows the menu."""
    if name in (words.CANCEL, words.BACK):
        return _steer(talk, name)
    if name in (words.ENGLISH, words.BAHASA):
        return _speak(talk, "en" if name == words.ENGLISH else "id")
    if name in (words.STOP, words.START):
        return _announcements(talk, name)
    return start(talk, name if name in FLOWS else words.MENU, about)


def _steer(talk: Talk, name: str) -> Reply:
    if name == words.BACK and (earlier := talk.go_back()) is not None:
        return earlier
    if not talk.flow:
        return start(talk, words.MENU)
    first = (_("Baik, kita hentikan. Tidak ada yang dikirim."),) if name == words.CANCEL else ()
    return _after(first, start(talk, words.MENU))


def _speak(talk: Talk, language: str) -> Reply:
    """The language of this conversation and of all later messages to the contact."""
    contacts.set_language(contact=talk.contact, language=language)
    with translation.override(language):
        return start(talk, words.MENU)


def _announcements(talk: Talk, name: str) -> Reply:
    """Announcements wanted again, or no longer; the word that was written is the proof."""
    if name == words.START:
        contacts.opt_in(contact=talk.contact, by="whatsapp", words=name, now=talk.now, actor=talk.actor)
        return talk.end(_("Baik. Pengumuman kami kirim lagi ke sini."))
    contacts.opt_out(contact=talk.contact, by="whatsapp", words=name, now=talk.now, actor=talk.actor)
    text = _(
        "Baik. Pengumuman tidak kami kirim lagi ke nomor ini. Kabar tentang urusan Anda sendiri tetap datang. Tulis "
        "“start” bila ingin menerima lagi."
    )
    return talk.end(text)


def _old_button(talk: Talk) -> Reply:
    """A choice of a message that is no longer the open question."""
    if talk.flow and talk.asked.text:
        return talk.again(_("Tombol itu dari pesan yang lebih lama. Yang sekarang ditanyakan:"))
    return start(talk, words.MENU)


def _out_of_the_blue(talk: Talk, said: Said) -> Reply:
    """Free words without a question: perhaps the name of a service. Anything else hears what can be done."""
    if said.kind in UNSEEN:
        first = _("Terima kasih. Ingin menyampaikan pengaduan dengan itu? Mulai dari sini, lalu kirim lagi.")
        if said.kind == "other":
            first = _("Pesan jenis itu belum dapat saya baca. Tulis dengan kata-kata, ya.")
        options = [Option(f"{GO}{words.COMPLAIN}", _("Buat pengaduan")), to_menu()]
        return talk.end(menu.can_do(), options, first=(first,))
    if words.is_yes(said.text) or words.is_no(said.text) or len(words.folded(said.text)) < 3:
        return start(talk, words.MENU)
    start(talk, words.SERVICES)
    found = FLOWS[words.SERVICES].steps["find"](talk, said)
    if found.first or talk.step == "variant" or any(one.id.startswith(f"{GO}services:") for one in found.options):
        return found
    return _after((_("Maaf, saya belum mengerti “{text}”.").format(text=words.cut(said.text, 60)),), _help(talk))


def _help(talk: Talk) -> Reply:
    talk.flow, talk.step, talk.data, talk.back = "", "", {}, []
    return talk.end(menu.can_do(), menu.options())


def _after(first: tuple[str, ...], reply: Reply) -> Reply:
    return Reply(reply.text, reply.options, reply.button, first=(*first, *reply.first))
