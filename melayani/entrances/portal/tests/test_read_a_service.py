"""The page of a service: facts as published, promise beside reality, hours, what is missing."""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from melayani.delivery.catalogue.models import Service
from melayani.delivery.catalogue.tests.factories import imported, published_service
from melayani.entrances.portal.tests.factories import ALL_GOOD, counted, finished, limited, open_office
from melayani.foundation.people.tests.factories import World
from melayani.voice.consultations.models import Commitment
from melayani.voice.consultations.tests import factories as consultations

pytestmark = pytest.mark.django_db

# 20 facts of 15 published standards, each as a citizen reads it on the page
FACTS = [
    ("ktpel-waykanan", "1 hari, maksimal 14 hari kerja"),
    ("ktpel-waykanan", "Orang asing izin tinggal tetap"),
    ("ktpel-waykanan", "Telepon (0723) 461041"),
    ("ktpel-rusak-hilang-bengkalis", "Surat kehilangan dari kepolisian"),
    ("ktpel-rusak-hilang-bengkalis", "Pemadanan sidik jari 1:1"),
    ("ktpel-ubah-gunungsitoli", "24 jam bila jaringan, listrik, perangkat dan petugas normal"),
    ("ktpel-ubah-gunungsitoli", "Keputusan 470-40 Tahun 2023"),
    ("ktpel-oa-batu", "sejak berkas Anda lengkap dan benar"),
    ("kk-bontang", "Pengurangan anggota"),
    ("kk-bontang", "SKDLN, bila dari luar negeri"),
    ("akta-lahir-jembrana", "Dasar hukum: UU 24/2013; Permendagri 109/2019"),
    ("akta-lahir-ngawi", "Standar kantor ini belum menyebut jangka waktu."),
    ("akta-lahir-ngawi", "Identitas Kependudukan Digital"),
    ("akta-mati-bandungbarat", "Standar menulis hari tanpa kata kerja; kami menghitungnya sebagai hari kalender."),
    ("akta-mati-bandung", "Penetapan pengadilan negeri, bila lapor lewat 1 tahun"),
    ("kia-banyumas", "Usia 5 sampai 17 tahun kurang sehari"),
    ("nib-rendah-tarakan", "sesuai SLA pada sistem OSS menurut sektor; terbit otomatis"),
    ("pbg-pematangsiantar", "Konsultasi sampai berita acara 3 sampai 25 hari kerja"),
    ("pbg-pematangsiantar", "Klarifikasi paling lama 6 bulan"),
    ("pbg-pematangsiantar", "Retribusi dihitung Dinas PUTR"),
    ("reklame-kotim", "Pungutan daerah Bukti bayar retribusi daerah"),
    ("skck-pengantar-paria", "tidak berkadar pengawasan: paling lama 14 hari kerja"),
    ("skck-pengantar-paria", "Syarat belum dicantumkan."),
]


def read(client: Client, address: str, status: int = 200) -> str:
    """The page's words as a reader sees them."""
    answer = client.get(address)
    assert answer.status_code == status
    text = re.sub(r"<(script|style|title).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r" ([.,;:])", r"\1", " ".join(text.split()))


def page_of(client: Client, service: Service) -> str:
    return read(client, f"/layanan/{service.slug}/")


def test_twenty_facts_stand_on_the_pages(client: Client) -> None:
    pages = {service.source_id: page_of(client, service) for service in imported()}
    missing = [(source, fact) for source, fact in FACTS if fact not in pages[source]]
    assert missing == []


def test_each_of_the_28_pages_can_be_read_in_both_languages(client: Client) -> None:
    for service in imported():
        assert service.title in page_of(client, service)
        assert service.title in read(client, f"/en/layanan/{service.slug}/")


def test_unknown_is_never_zero(client: Client) -> None:
    text = page_of(client, imported("akta-lahir-ngawi")[0])
    assert "Biaya belum dicantumkan" in text
    assert "Janji belum dicantumkan" in text
    assert "Gratis" not in text


def test_what_is_left_out_stands_as_not_stated(client: Client) -> None:
    text = page_of(client, imported("ktpel-rusak-hilang-bengkalis")[0])
    assert "6 dari 6 bagian yang wajib diumumkan" in text
    for name in ("Jaminan pelayanan", "Jumlah pelaksana", "Nomor keputusan standar", "Mulai hitungan waktu"):
        assert f"{name} belum dicantumkan" in text


def test_promise_beside_reality(client: Client) -> None:
    service = published_service()
    finished(service, [2, 3, 3, 4, 6], now=timezone.now())
    text = page_of(client, service)
    assert "Dijanjikan 5 hari kerja. Separuh selesai dalam 3 hari, 9 dari 10 dalam 6 hari (5 permohonan)." in text
    assert "100 % dari 5 permohonan" in text


def test_below_five_finished_cases_only_words(client: Client) -> None:
    service = published_service()
    finished(service, [2, 3, 3, 4], now=timezone.now())
    text = page_of(client, service)
    assert "Baru 4 permohonan selesai: terlalu sedikit untuk menyebut waktu nyata." in text
    assert "Separuh selesai dalam 3" not in text
    assert "100 %" not in text


def test_hours_and_limits_of_today(client: Client) -> None:
    service = published_service()
    open_office(service.agency)
    limited(service.agency, now=timezone.now())
    text = page_of(client, service)
    assert "hari ini" in text
    assert "loket 60 orang per hari" in text
    assert "Ruang tunggu diperbaiki" in text


def test_an_office_without_hours_says_so(client: Client) -> None:
    assert "Kantor ini belum mencantumkan jam layanan." in page_of(client, published_service())


def test_the_index_stands_there_from_ten_answers_on(client: Client) -> None:
    service = published_service()
    counted(service, ALL_GOOD, times=9, now=timezone.now())
    assert "Penilaian warga" not in page_of(client, service)
    counted(service, ALL_GOOD, times=3, now=timezone.now())
    text = page_of(client, service)
    assert "75,00" in text
    assert "dari 12 jawaban" in text


@pytest.mark.parametrize("slug", ["tidak-ada", "x" * 140])
def test_a_service_that_is_not_there_is_404_with_words(client: Client, slug: str) -> None:
    assert "Halaman ini tidak ada" in read(client, f"/layanan/{slug}/", status=404)


def test_a_withdrawn_service_is_not_there(client: Client) -> None:
    service = published_service()
    Service.objects.filter(pk=service.pk).update(is_offered=False)
    read(client, f"/layanan/{service.slug}/", status=404)


def test_a_service_page_takes_the_same_queries_for_each(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, now: datetime
) -> None:
    few, many = published_service(), imported("kk-bontang")[0]
    finished(many, [1, 2, 3] * 20, now=timezone.now())
    for service in (few, many):
        page_of(client, service)
        with django_assert_num_queries(28):
            page_of(client, service)


def test_a_consultation_can_be_joined_and_its_promise_followed_from_the_service(client: Client, world: World) -> None:
    """The running one invites, the published one says which clause it changed and how its promise stands."""
    now, service = timezone.now(), published_service(world.bontang)
    assert "Dibahas bersama warga" not in page_of(client, service)
    running = consultations.about(world, service, now)
    done = consultations.changed(world, service, now)
    called_off = consultations.about(world, service, now, cancelled=True)
    page = client.get(f"/layanan/{service.slug}/").content.decode()
    assert f'href="/konsultasi/{running.number}/masukan/"' in page
    assert f'href="/konsultasi/{done.number}/"' in page
    assert f"/konsultasi/{done.number}/masukan/" not in page
    assert called_off.number not in page
    text = page_of(client, service)
    assert "Berjalan Jangka waktu: Loket buka Sabtu Paling lambat" in text
    assert "Sudah masuk standar versi 1." in text
    english = client.get(f"/en/layanan/{service.slug}/").content.decode()
    assert "Discussed with citizens" in english
    assert f'href="/en/konsultasi/{running.number}/masukan/"' in english
    assert f'href="/layanan/{service.slug}/"' in client.get(f"/konsultasi/{done.number}/").content.decode()
    Commitment.objects.update(due=done.today(now) - timedelta(days=1))
    assert "Lewat target" in page_of(client, service)
    Commitment.objects.update(version=2)
    assert "Masuk standar versi 2, yang sedang disusun." in page_of(client, service)
