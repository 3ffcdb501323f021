"""Words for the events of this module."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("webhook.registered", officer="Webhook didaftarkan: {name}")
describe("webhook.changed", officer="Webhook diubah: {name}")
describe("webhook.secret_rotated", officer="Rahasia webhook diganti: {name}")
describe("webhook.paused", officer="Webhook dijeda: {name}. {reason}")
describe("webhook.resumed", officer="Webhook dinyalakan lagi: {name}")
describe("webhook.ended", officer="Webhook diakhiri: {name}")
describe("webhook.tested", officer="Webhook diuji: {name}")
describe("webhook.replayed", officer="Kiriman webhook diulang: {name}, {event} {number}")
