"""Officers answer citizens who wrote on a channel: who waits, what was said, the answer, back to the menu."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from melayani.entrances.office import access, conversing
from melayani.foundation.attachments.models import Attachment
from melayani.foundation.attachments.queries import download
from melayani.foundation.messaging import conversations as talking
from melayani.foundation.messaging import queries
from melayani.foundation.messaging.models import ContactKind, Conversation
from melayani.foundation.people import OfficerRequest, officer_page
from melayani.foundation.people.queries import names_of
from melayani.foundation.people.rules import CONVERSES

VERBS = frozenset({"jawab", "kembalikan", "undang"})
LONGEST = 4_000  # characters; WhatsApp takes little more


class AnswerForm(forms.Form):
    """What an officer writes to a citizen."""

    text = forms.CharField(
        label="Jawaban",
        help_text="Warga membacanya di WhatsApp. Jangan menulis data pribadi orang lain.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Tulis jawabannya dahulu.",
            "max_length": "Paling panjang %(limit_value)d huruf.",
        },
    )


@require_safe
@officer_page(roles=CONVERSES)
def conversations(request: OfficerRequest) -> HttpResponse:
    """Who waits longest stands first; those that were answered stay until they are given back."""
    now = timezone.now()
    found = queries.conversations_within(request.officer.reach(*CONVERSES), request.GET.get("page", "1"))
    rows = [(row, conversing.who(row)) for row in found.object_list]
    context = {"found": found, "rows": rows, "too_long": now - queries.WAITS_TOO_LONG}
    return render(request, "office/conversations.html", context)


@require_safe
@officer_page(roles=CONVERSES)
def conversation(request: OfficerRequest, pk: int) -> HttpResponse:
    """What was said, and the field for the answer; when the window is closed, what works instead."""
    row = access.get_conversation(request.officer, pk)
    return _page(request, row, AnswerForm())


@require_safe
@officer_page(roles=CONVERSES)
def conversation_file(request: OfficerRequest, pk: int, file: UUID) -> HttpResponseBase:
    """A photo or PDF that the citizen sent to the officers; 404 for any other, 410 when its bytes are gone."""
    found = queries.file_in(access.get_conversation(request.officer, pk), file)
    if found is None:
        raise Http404
    return download(request, found, inline=True)


@require_POST
@officer_page(roles=CONVERSES)
def act(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Answer, give back to the menu, or ask the citizen to write again."""
    row = access.get_conversation(request.officer, pk)
    if verb not in VERBS:
        raise Http404
    form = AnswerForm(request.POST)
    if verb == "jawab" and not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        _do(request, row, verb, form)
    except talking.WindowClosed:
        messages.error(
            request, "Sudah lebih dari 24 jam sejak pesan terakhir warga, jadi jawaban bebas tidak terkirim."
        )
    except talking.NotHandedOver:
        messages.warning(request, "Percakapan ini sudah kembali ke menu.")
        return redirect("office_conversations")
    return redirect("office_conversations") if verb == "kembalikan" else redirect("office_conversation", pk)


def _do(request: OfficerRequest, row: Conversation, verb: str, form: AnswerForm) -> None:
    now = timezone.now()
    if verb == "jawab":
        talking.answer(actor=request.officer, conversation=row, text=form.cleaned_data["text"], now=now)
        messages.success(request, "Jawaban dikirim.")
    elif verb == "kembalikan":
        with translation.override(row.contact.language):
            farewell = gettext("Petugas sudah selesai. Tulis “menu” bila ada lagi yang bisa kami bantu.")
        talking.give_back(actor=request.officer, conversation=row, farewell=farewell, now=now)
        messages.success(request, "Percakapan dikembalikan ke menu.")
    elif talking.call_back(actor=request.officer, conversation=row, now=now):
        messages.success(request, "Warga diminta menulis lagi. Begitu ia membalas, Anda dapat menjawab.")
    else:
        messages.info(request, "Hari ini warga sudah diminta menulis lagi.")


def _page(request: OfficerRequest, row: Conversation, form: AnswerForm, status: int = 200) -> HttpResponse:
    found = queries.turns_of(row, request.GET.get("page", "1"))
    people = {int(turn.officer) for turn in found.object_list if turn.officer.isdigit()}
    names = {str(pk): name for pk, name in names_of(people).items()} if people else {}
    files: dict[int, list[Attachment]] = {}
    for file in queries.files_of_turns(turn.pk for turn in found.object_list if turn.inward):
        files.setdefault(int(file.owner_number), []).append(file)
    context = {
        "row": row,
        "who": conversing.who(row),
        "found": found,
        "turns": [(turn, names.get(turn.officer, ""), files.get(turn.pk, ())) for turn in found.object_list[::-1]],
        "form": form,
        "is_open": talking.window_is_open(row, timezone.now()),
        "has_phone": row.contact.kind == ContactKind.PHONE,
    }
    return render(request, "office/conversation.html", context, status=status)
