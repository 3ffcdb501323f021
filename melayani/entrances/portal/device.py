"""The portal as an app on a device: its manifest, and what its service worker may keep.

Kept are files by their hashed names and a few pages that say the same to everybody. Never kept: officers' pages, pages
with something to send, and every page of a case; of a case the device remembers number and state alone
(ui/static/ui/offline.js).
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

COLOUR, GROUND = "#073E44", "#F4F6F5"
ICONS = (
    ("ui/favicon.svg", "any", "image/svg+xml", "any"),
    ("ui/app-192.png", "192x192", "image/png", "any"),
    ("ui/app-512.png", "512x512", "image/png", "any"),
    ("ui/app-mask-512.png", "512x512", "image/png", "maskable"),
)
# what each page needs to stand without a connection
FIRST = ("ui/melayani.css", "ui/citizen.js", "ui/offline.js", "ui/fonts/plus-jakarta-sans.woff2", "ui/icons.svg")
# scripts that other parts add to the service worker; one that is not there is left out
PARTS = ("ui/push-handler.js",)
# pages that say the same to everybody, with or without /en before them
KEPT = (
    r"^(/en)?/(layanan|instansi|mal|acara|pengumuman)/[^/]+/$",
    r"^(/en)?/(layanan|mal|privasi|aksesibilitas|pengumuman)/$",
)
# doors that are none of the service worker's business
NEVER = ("/kantor/", "/api/", "/open311/", "/webhooks/", "/layar/", "/kios/", "/sematan/", "/en/sematan/")


def manifest() -> dict[str, Any]:
    """What the browser needs to put the portal among the apps, in the language of the request."""
    home = reverse("portal:home")
    links = ((_("Lacak"), "portal:track"), (_("Cari layanan"), "portal:services"), (_("Tersimpan"), "portal:offline"))
    return {
        "id": "/",
        "name": _("Melayani: layanan publik"),
        "short_name": "Melayani",
        "description": _("Cari syarat, biaya, dan waktu layanan publik. Ajukan dari rumah dan pantau janjinya."),
        "lang": translation.get_language(),
        "dir": "ltr",
        "start_url": home,
        "scope": "/",
        "display": "standalone",
        "theme_color": COLOUR,
        "background_color": GROUND,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
        ],
        "shortcuts": [{"name": words, "url": reverse(address)} for words, address in links],
    }


@lru_cache(maxsize=1)
def service_worker() -> str:
    """The script of this release: the same until a file, a page of it or a list above changes."""
    first = [*FIRST, f"ui/theme-{settings.THEME}.css"] if settings.THEME else [*FIRST]
    given = {
        "first": [static(name) for name in first],
        "files": settings.STATIC_URL,
        "offline": _in_each_language(lambda: reverse("portal:offline")),
        "kept": KEPT,
        "never": NEVER,
        "said": _in_each_language(
            lambda: _("Tidak ada sambungan. Ini halaman yang Anda lihat {when}; isinya mungkin sudah berubah.")
        ),
    }
    parts = [static(name) for name in PARTS if finders.find(name)]
    sources = ("portal/service-worker.js", "portal/offline.html", "ui/base_citizen.html", "ui/components/nav.html")
    texts = [get_template(name).template.source for name in sources]  # type: ignore[attr-defined]
    version = hashlib.sha256("\n".join([*texts, *parts, json.dumps(given)]).encode()).hexdigest()[:12]
    context = {"version": version, "parts": parts, "given": json.dumps(given)}
    return render_to_string("portal/service-worker.js", context)


def _in_each_language(said: Any) -> dict[str, str]:
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = said()
    return found
