"""The pages of this door, one function each."""

from melayani.entrances.portal.citizen_views.about import accessibility, demo_messages, privacy
from melayani.entrances.portal.citizen_views.data import (
    data_catalogue,
    data_csv,
    data_index,
    data_json,
    data_package,
    data_xlsx,
)
from melayani.entrances.portal.citizen_views.device import manifest, offline, service_worker
from melayani.entrances.portal.citizen_views.devices import device
from melayani.entrances.portal.citizen_views.embeds import badge, embed, snippets
from melayani.entrances.portal.citizen_views.finding import agency, home, service, services
from melayani.entrances.portal.citizen_views.machine import healthz, readyz
from melayani.entrances.portal.citizen_views.malls import mall, mall_index, malls
from melayani.entrances.portal.citizen_views.performance import performance, results_feed
from melayani.entrances.portal.citizen_views.preferences import preferences, unsubscribe
from melayani.entrances.portal.citizen_views.standards import pledge, pledge_sheet, standard_history, standard_sheet
from melayani.entrances.portal.citizen_views.tracking import track

__all__ = [
    "accessibility",
    "agency",
    "badge",
    "demo_messages",
    "data_catalogue",
    "data_csv",
    "data_index",
    "data_json",
    "data_package",
    "data_xlsx",
    "embed",
    "device",
    "healthz",
    "home",
    "mall",
    "mall_index",
    "malls",
    "manifest",
    "offline",
    "performance",
    "pledge",
    "pledge_sheet",
    "preferences",
    "privacy",
    "readyz",
    "results_feed",
    "service",
    "service_worker",
    "services",
    "snippets",
    "standard_history",
    "standard_sheet",
    "track",
    "unsubscribe",
]
