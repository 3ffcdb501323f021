"""The API itself: each module's router where it belongs, with the scope its keys need."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from melayani.delivery.announcements.api import router as announcements
from melayani.delivery.applications.api import router as applications
from melayani.delivery.appointments.api import router as bookings
from melayani.delivery.queues.api import router as queues
from melayani.entrances.api import files, openapi, problems, slots, standards, tracking
from melayani.entrances.api.bodies import CleanParser
from melayani.entrances.api.keys import ApiKey
from melayani.foundation.webhooks.access import SCOPE as WEBHOOKS
from melayani.foundation.webhooks.api import router as webhooks
from melayani.oversight.reporting.api import router as reports
from melayani.voice.complaints.api import router as complaints
from melayani.voice.disclosure.api import router as information_requests
from melayani.voice.surveys.api import router as surveys

PREFIX = "/api/v1/"


class Api(NinjaAPI):
    """Ninja with our refusals in its document, under an address that does not depend on the caller."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=PREFIX, path_params=path_params)
        openapi.complete(document)
        return document


api = Api(
    title="Melayani",
    version="1",
    description="Layanan publik dengan janji yang terukur: cari layanan, ajukan, lacak, nilai, baca indeks kepuasan.",
    docs_url=None,
    parser=CleanParser(),
    urls_namespace="api",
)
problems.register(api)
api.add_router("/services", standards.router)
api.add_router("/attachments", files.router, auth=ApiKey("attachments:write"))
api.add_router("/applications", applications, auth=ApiKey("applications:write"))
api.add_router("/complaints", complaints, auth=ApiKey("complaints:write"))
api.add_router("/information-requests", information_requests, auth=ApiKey("information:write"))
api.add_router("/slots", slots.router)
api.add_router("/bookings", bookings, auth=ApiKey("bookings:write"))
api.add_router("/queues", queues)
api.add_router("/announcements", announcements)
api.add_router("/webhooks", webhooks, auth=ApiKey(WEBHOOKS))
api.add_router("/track", tracking.router)
api.add_router("", surveys)
api.add_router("", reports)


def document() -> dict[str, Any]:
    """The OpenAPI document as it is served and as it stands in docs/openapi.json."""
    return dict(api.get_openapi_schema())
