"""What one message leads to: steering words first, then numbers of cases, then the step that was asked."""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from melayani.entrances.whatsapp import media
from melayani.entrances.whatsapp import understanding as words
from melayani.entrances.whatsapp.flows import FLOWS, menu, start
from melayani.entrances.whatsapp.talk import GO, Reply, Talk, to_menu
from melayani.entrances.whatsapp.understanding import Option, Said
from melayani.foundation.messaging import actions as contacts

FILES = frozenset({"image", "document"})
NAMING = frozenset({"find", "number", "offer", "pick", "variant", "where"})  # steps in which a name is asked for
STORY_WORDS = 25  # from so many words on it is a story, not a name


def answer(talk: Talk, said: Said) -> Reply:
    """The reply; `talk` stands afterwards where the next message finds it."""
    if said.kind in _UNREADABLE:
        return _unreadable(talk, said)
    chosen = said.choice if said.choice.startswith(GO) else talk.chosen(said)
    if chosen.startswith(GO):
        name, _colon, about = chosen.removeprefix(GO).partition(":")
        return go(talk, name, about)
    if not chosen and (reply := _commanded(talk, said)):
        return reply
    if said.choice and not chosen:
        return _old_button(talk)
    flow = FLOWS.get(talk.flow)
    if flow is not None and talk.step in flow.steps and (chosen or not _begins_anew(talk, said)):
        return flow.steps[talk.step](talk, said)
    return _out_of_the_blue(talk, said)


def is_private(talk: Talk) -> bool:
    """Whether what is said now answers a question whose answers nobody keeps beside a name."""
    flow = FLOWS.get(talk.flow)
    return flow is not None and talk.step in flow.private


def _commanded(talk: Talk, said: Said) -> Reply | None:
    """What a command, a call for an officer or the number of a case leads to; None for other words."""
    flow = FLOWS.get(talk.flow)
    command, free = said.command, flow is not None and talk.step in flow.free
    private = is_private(talk)
    if flow is not None and private and command in flow.own:
        return flow.own[command](talk)
    if command == words.THANKS and not private:
        return _welcome(talk)
    if command in words.STEERING or (command and not free):
        return go(talk, command, "")
    if free or said.choice:
        return None
    if talk.flow != words.COMPLAIN and (reply := _command_about(talk, said)):
        return reply
    if talk.flow != words.COMPLAIN and (asked := words.to_officer(said.text)):
        talk.keep_words(asked, said.turn)
        return start(talk, words.OFFICER) if words.is_question(said.text) else _to_whom(talk)
    return go(talk, words.STATUS, said.numbers[0]) if said.numbers else None


def _command_about(talk: Talk, said: Said) -> Reply | None:
    """A command with what it is about: "antrian disdukcapil", "janji temu rekam KTP", "lapor jalan rusak"."""
    name, about = words.command_about(said.text)
    if not name:
        return None
    if name == words.COMPLAIN:
        if not words.is_question(said.text):
            talk.keep_words(about, said.turn)
        return start(talk, name)
    start(talk, name)
    return FLOWS[name].steps["find"](talk, replace(said, text=about))


def _begins_anew(talk: Talk, said: Said) -> bool:
    """Whether words that choose nothing, where a name was asked for, are about something else."""
    if talk.flow == words.COMPLAIN or talk.step not in NAMING or said.kind != "text":
        return False
    if words.is_angry(said.text) or len(said.text.split()) >= STORY_WORDS:
        return True
    return talk.step == "variant" and len(words.subject_of(said.text).split()) >= 2 and not words.only_asks(said.text)


def _welcome(talk: Talk) -> Reply:
    """Thanks are answered; an open question stays open."""
    if talk.flow and talk.asked.text:
        return talk.again(_("Sama-sama 🙏 Kita lanjutkan:"))
    return talk.end(_("Sama-sama 🙏 Semoga urusannya lancar. Tulis lagi kapan saja."))


def _unreadable(talk: Talk, said: Said) -> Reply:
    """A voice message, a video, a sticker: say so, and ask again what was asked."""
    why = str(_UNREADABLE[said.kind])
    if talk.flow and talk.asked.text:
        return talk.again(why)
    if said.kind == "sticker":
        return talk.end(_("🙏 Tulis keperluan Anda kapan saja, atau buka menu."))
    return _after((why,), talk.end(menu.can_do()))


_UNREADABLE = {
    "voice": gettext_lazy(
        "Maaf, saya belum bisa mendengarkan pesan suara. Tulis dengan kata-kata, ya. Singkat juga tidak apa-apa."
    ),
    "video": gettext_lazy("Maaf, video belum bisa saya terima. Kirim foto, atau ceritakan dengan kata-kata, ya."),
    "other": gettext_lazy("Pesan jenis itu belum dapat saya baca. Tulis dengan kata-kata, ya."),
    "sticker": gettext_lazy("Stikernya lucu, tetapi saya hanya mengerti tulisan. Yang tadi saya tanyakan:"),
}


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


def about_announcements(talk: Talk, said: Said) -> str:
    """What is said to somebody who wants no announcements, or wants them again, while an officer answers; "" for other
    words. A wish of that kind holds whoever listens."""
    wish = next((name for name in (words.STOP, words.START) if not said.choice and words.says(name, said.text)), "")
    return _wished(talk, wish) if wish else ""


def _announcements(talk: Talk, name: str) -> Reply:
    return talk.end(_wished(talk, name))


def _wished(talk: Talk, name: str) -> str:
    """Announcements wanted again, or no longer; the word that was written is the proof."""
    if name == words.START:
        contacts.opt_in(contact=talk.contact, by="whatsapp", words=name, now=talk.now, actor=talk.actor)
        return _("Baik. Pengumuman kami kirim lagi ke sini.")
    contacts.opt_out(contact=talk.contact, by="whatsapp", words=name, now=talk.now, actor=talk.actor)
    return _(
        "Baik. Pengumuman tidak kami kirim lagi ke nomor ini. Kabar tentang urusan Anda sendiri tetap datang. Tulis "
        "“start” bila ingin menerima lagi."
    )


def _old_button(talk: Talk) -> Reply:
    """A choice of a message that is no longer the open question."""
    if talk.flow and talk.asked.text:
        return talk.again(_("Tombol itu dari pesan yang lebih lama. Yang sekarang ditanyakan:"))
    return start(talk, words.MENU)


def _out_of_the_blue(talk: Talk, said: Said) -> Reply:
    """Free words without a question: perhaps the name of a service. Anything else hears what can be done."""
    if said.kind not in {"text", "choice"}:
        return _sent_unasked(talk, said)
    if not words.folded(said.text):
        return talk.end(_("🙏 Tulis keperluan Anda kapan saja, atau buka menu."))
    if words.only_asks(said.text) or not words.names_something(said.text):
        return start(talk, words.MENU)  # "halo kak, mau tanya dong"
    long = len(said.text.split()) >= STORY_WORDS
    if long or words.is_angry(said.text):
        talk.keep_words(said.text, said.turn)
        return _to_whom(talk, angry=words.is_angry(said.text))
    start(talk, words.SERVICES)
    found = FLOWS[words.SERVICES].steps["find"](talk, said)
    if found.first or talk.step in {"variant", "where"} or any(one.id.startswith(_SERVICE) for one in found.options):
        return found
    return _not_understood(talk, said)


_SERVICE = f"{GO}services:"


def _not_understood(talk: Talk, said: Said) -> Reply:
    """Say what can be done. The words are kept: an officer gets them with one tap."""
    talk.flow, talk.step, talk.data, talk.back = "", "", {}, []
    talk.keep_words(said.text, said.turn)
    first = [_("Maaf, saya belum mengerti “{text}”.").format(text=words.cut(said.text, 60))]
    if words.looks_english(said.text) and talk.contact.language != "en":
        first.append("I speak English, too: write “english”.")
    ask = Option(f"{GO}{words.OFFICER}", _("Teruskan ke petugas"), _("Kata-kata Anda tadi ikut terkirim"))
    rest = [one for one in menu.options() if one.id != f"{GO}{words.OFFICER}"]
    return _after(tuple(first), talk.end(menu.can_do(), [ask, *rest]))


def _to_whom(talk: Talk, *, angry: bool = False) -> Reply:
    """Words that tell something: a person reads them, in the conversation or as a report with a number."""
    talk.flow, talk.step, talk.data, talk.back = "", "", {}, []
    if angry:
        text = _(
            "Maaf Anda sampai mengalami ini. Kata-kata Anda saya simpan. Mau dijadikan pengaduan, supaya ada nomor dan "
            "batas waktu jawabannya, atau diteruskan ke petugas?"
        )
    else:
        text = _(
            "Terima kasih sudah bercerita. Kata-kata Anda saya simpan. Mau diteruskan ke petugas, atau dijadikan "
            "pengaduan, supaya ada nomor dan batas waktu jawabannya?"
        )
    complain = Option(f"{GO}{words.COMPLAIN}", _("Jadikan pengaduan"))
    ask = Option(f"{GO}{words.OFFICER}", _("Teruskan ke petugas"))
    return talk.end(text, [complain, ask, to_menu()] if angry else [ask, complain, to_menu()])


def _sent_unasked(talk: Talk, said: Said) -> Reply:
    """A file or a place that nobody asked for: it may begin a complaint, and a file need not be sent twice."""
    options = [Option(f"{GO}{words.COMPLAIN}", _("Buat pengaduan")), to_menu()]
    if said.refused:
        return _after((media.not_handed_out(),), talk.end(menu.can_do(), options))
    if said.kind in FILES:
        talk.keep_words(said.text, said.turn)
        talk.sent = said.media_id
        text = _("Terima kasih, fotonya sudah sampai. Mau dijadikan pengaduan? Fotonya ikut, tidak perlu dikirim lagi.")
        return talk.end(text, options)
    text = _("Terima kasih, lokasinya sudah sampai. Ingin menyampaikan pengaduan tentang tempat itu?")
    return talk.end(text, options)


def _after(first: tuple[str, ...], reply: Reply) -> Reply:
    """Words before an answer, in the same message: who reads on a telephone is not rung for each of them."""
    return Reply("\n\n".join([*first, reply.text]), reply.options, reply.button, first=reply.first)
