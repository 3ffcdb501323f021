"""Words to copy for each medium outside the platform, cut to what the medium takes."""

from __future__ import annotations

from dataclasses import dataclass

SMS_MOST, POST_MOST, CHAT_MOST = 306, 280, 1024


@dataclass(frozen=True)
class Copy:
    """Ready words for one medium; `most` is what the medium takes, 0 where it takes all."""

    key: str
    label: str
    text: str
    most: int = 0


def copies(*, title: str, text: str, office: str, url: str, tags: str = "#PelayananPublik") -> list[Copy]:
    """One text per medium: each ends with the address, so that nothing that was cut is lost."""
    body = " ".join(text.split())
    return [
        Copy("post", "Media sosial, singkat", cut(f"{title}. {body}", POST_MOST, f"\n{url} {tags}"), POST_MOST),
        Copy("caption", "Media sosial, dengan gambar", f"{title}\n\n{text}\n\n{office}\n{url}\n{tags}"),
        Copy("chat", "WhatsApp, grup warga", cut(f"*{title}*\n\n{text}", CHAT_MOST, f"\n\n{url}"), CHAT_MOST),
        Copy("sms", "SMS", cut(f"{title}. {body}", SMS_MOST, f" {url}"), SMS_MOST),
        Copy("radio", "Radio dan pengeras suara", spoken(title, text, office)),
    ]


def cut(text: str, most: int, tail: str) -> str:
    """`text` and `tail` in at most `most` letters; the text is cut between words, the tail never."""
    room = most - len(tail)
    if len(text) <= room:
        return text + tail
    start = text[: max(room - 1, 0)]
    return f"{start.rsplit(' ', 1)[0].rstrip('.,;: ')}…{tail}"


def spoken(title: str, text: str, office: str) -> str:
    """To read aloud: who speaks, what, and once more; no address."""
    return f"Pengumuman dari {office}. {title}. {' '.join(text.split())} Sekali lagi: {title}."
