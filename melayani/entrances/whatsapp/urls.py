"""Addresses of the WhatsApp door: the webhook, and the telephone of the demonstration."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from melayani.entrances.whatsapp import citizen_views, machine_views

machine: list[URLPattern | URLResolver] = [path("webhooks/whatsapp/", machine_views.webhook, name="whatsapp_webhook")]
citizen: list[URLPattern | URLResolver] = [path("demo/whatsapp/", citizen_views.phone, name="phone")]
