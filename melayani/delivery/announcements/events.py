"""How the events of announcements read."""

from __future__ import annotations

from melayani.foundation.audit import describe

describe("announcement.drafted", officer="Dirancang: {title}")
describe("announcement.edited", officer="Rancangan diubah")
describe("announcement.checked", officer="Diperiksa")
describe("announcement.published", officer="Terbit, dikirim kepada {people} orang")
describe("announcement.corrected", officer="Diperbaiki, versi {version}: {reason}")
describe("announcement.extended", officer="Diperpanjang sampai {until}")
describe("announcement.withdrawn", officer="Ditarik: {reason}")
describe("announcement.withdrawal_proposed", officer="Kalender mengusulkan penarikan: {reason}")
describe("announcement.over", officer="Waktunya berakhir")
describe("announcement.told", officer="Pengiriman selesai: {queued} pesan")
describe("announcement.telling_stopped", officer="Pengiriman dihentikan setelah {queued} pesan")
describe("announcement.telling_resumed", officer="Pengiriman dilanjutkan")
describe("announcement.made_known", officer="Diumumkan lewat {medium}: {place}")
describe("announcement.followed", officer="Mengikuti pengumuman {about}")
describe("announcement.unfollowed", officer="Berhenti mengikuti pengumuman {about}")
