"""Keep the word index of published reports: the worker writes it after a report came before the public or left it."""

from __future__ import annotations

from melayani.voice.complaints import rules
from melayani.voice.complaints.models import Complaint, PublicWord


def keep(number: str) -> int:
    """Write the words of the report anew, none when it is not public; return how many. A repeat changes nothing."""
    PublicWord.objects.filter(complaint__number=number).delete()
    row = Complaint.objects.published().filter(number=number).first()
    if row is None or row.published_at is None:
        return 0
    words = rules.words_of(row.public_title, row.public_text)
    moment = row.published_at
    made = PublicWord.objects.bulk_create(
        [PublicWord(complaint=row, word=word, published_at=moment) for word in words], batch_size=500
    )
    return len(made)
