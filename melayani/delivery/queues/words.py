"""The published order, waits and reasons in words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from melayani.delivery.queues import rules
from melayani.delivery.queues.layout import Layout


def policy_words(policy: rules.Policy) -> list[str]:
    """The order of calling, a sentence each; published beside every queue."""
    words = [_("Siapa yang datang lebih dulu dipanggil lebih dulu.")]
    if policy.priority_ahead:
        text = _(
            "Lansia, penyandang disabilitas, ibu hamil, dan yang membawa bayi didahulukan: "
            "seakan datang {minutes} menit lebih awal."
        )
        words.append(text.format(minutes=policy.priority_ahead))
    if policy.appointment_ahead:
        text = _(
            "Yang punya janji temu dipanggil pada waktunya: seakan datang {minutes} menit sebelum jamnya, "
            "asal hadir paling lambat {grace} menit sesudahnya."
        )
        words.append(text.format(minutes=policy.appointment_ahead, grace=policy.grace))
    longest = int(policy.longest_overtaking.total_seconds() // 60)
    if longest and len(words) > 1:
        words.append(
            _("Tidak ada yang disalip oleh orang yang datang lebih dari {minutes} menit sesudahnya.").format(
                minutes=longest
            )
        )
    return words


def range_words(low: int, high: int) -> str:
    """A wait as it is told: a range, never one exact minute."""
    if high <= 1:
        return _("sebentar lagi")
    if low == high:
        return _("sekitar {high} menit").format(high=high)
    return _("{low}–{high} menit").format(low=low, high=high)


def ahead_words(ahead: int) -> str:
    if ahead == 0:
        return _("Anda berikutnya")
    return ngettext("{n} orang sebelum Anda", "{n} orang sebelum Anda", ahead).format(n=ahead)


def is_fresh(foretold_at: datetime | None, now: datetime) -> bool:
    """Whether a forecast is young enough to be told; an old one says that the worker stands still."""
    return foretold_at is not None and now - foretold_at <= rules.FORECAST_LIFE


def why_unknown(layout: Layout, line: int, foretold_at: datetime | None, now: datetime, *, holder: bool = False) -> str:
    """Why no wait is told for a line, in a sentence; `holder` has a number already and hears that it holds."""
    if not layout.seated(line):
        more = _("Belum ada loket yang buka untuk layanan ini. Nomor tetap berlaku.")
        return more if holder else _("Belum ada loket yang buka.")
    if not layout.calling(line):
        return _("Loketnya sedang istirahat.")
    if not is_fresh(foretold_at, now):
        return _("Perkiraan sedang dihitung.")
    return _("Belum dapat diperkirakan hari ini.")
