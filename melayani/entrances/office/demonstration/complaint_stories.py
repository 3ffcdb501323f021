"""What the made-up reporters of the demonstration tell, and what they are answered. Nobody in it is real."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

REGISTRY, WORKS, ANYWHERE = "registry", "works", "anywhere"


@dataclass(frozen=True)
class Story:
    """A report with the words that the public may read of it and the answer that it gets."""

    category: str
    about: str  # which kind of office it is about
    title: str
    text: str
    public: str
    answer: str
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kind: str = "complaint"
    conduct: bool = False


STORIES: tuple[Story, ...] = (
    Story(
        "waktu-layanan",
        REGISTRY,
        "Akta kelahiran belum jadi setelah dua minggu",
        "Saya mengurus akta kelahiran anak sejak dua minggu lalu. Janjinya lima hari kerja, tetapi setiap datang ke "
        "loket 3 saya diminta menunggu lagi. Bu Contoh Rahma di loket bilang berkasnya masih di meja belakang.",
        "Akta kelahiran belum jadi setelah dua minggu, padahal dijanjikan lima hari kerja. Setiap datang ke loket "
        "pelapor diminta menunggu lagi.",
        "Berkas Anda tertahan karena antrean cetak. Akta sudah kami terbitkan hari ini dan dapat diambil di loket 3. "
        "Kami menambah satu petugas cetak supaya tidak terulang.",
    ),
    Story(
        "sarana",
        REGISTRY,
        "Kursi roda tidak dapat masuk ke ruang layanan",
        "Ibu saya memakai kursi roda. Di pintu depan ada dua anak tangga dan tidak ada bidang miring, jadi ibu saya "
        "harus digendong ke dalam. Tolong sediakan jalan landai.",
        "Di pintu depan ada dua anak tangga tanpa bidang miring, sehingga pengguna kursi roda harus digendong.",
        "Terima kasih. Bidang miring sementara sudah kami pasang, dan yang tetap dikerjakan mulai minggu depan. "
        "Sampai selesai, pengguna kursi roda dilayani di lantai dasar.",
        answers={"apa": ("kursi_roda",)},
    ),
    Story(
        "sistem-daring",
        REGISTRY,
        "Unggah foto selalu gagal",
        "Saat mengunggah foto KTP dari ponsel selalu muncul tulisan gagal. Sudah lima kali saya coba, malam dan pagi. "
        "Akhirnya saya harus datang ke kantor dan izin kerja setengah hari.",
        "Unggah foto KTP dari ponsel selalu gagal, sudah dicoba lima kali. Pelapor akhirnya harus datang ke kantor.",
        "Batas ukuran berkas di halaman itu keliru. Sekarang sudah diperbaiki: foto sampai 10 MB diterima.",
        answers={"alamat": ("halaman unggah permohonan",)},
    ),
    Story(
        "prosedur",
        REGISTRY,
        "Diminta surat yang tidak ada di standar layanan",
        "Untuk kartu keluarga saya diminta surat pengantar RT, padahal di papan syarat tidak ada. Saya bolak-balik dua "
        "kali. Ketua RT saya Pak Contoh Hendra juga bingung.",
        "Pemohon kartu keluarga diminta surat pengantar RT, padahal tidak tertulis pada standar layanan.",
        "Anda benar: surat itu tidak disyaratkan. Petugas sudah kami ingatkan, dan papan syarat kami perbarui.",
        answers={"kali": ("2",)},
    ),
    Story(
        "sikap-petugas",
        REGISTRY,
        "Petugas kurang sabar kepada orang tua",
        "Ayah saya berusia 70 tahun salah mengisi formulir lalu diminta pulang tanpa dibantu. Kami mohon petugas "
        "diberi tahu cara melayani orang tua dengan sabar.",
        "Pemohon lanjut usia yang salah mengisi formulir tidak dibantu. Pelapor meminta petugas melayani dengan sabar.",
        "Kami meminta maaf. Kepala unit sudah menemui petugas, dan ada pendamping untuk pemohon lanjut usia.",
    ),
    Story(
        "jalan-jembatan",
        WORKS,
        "Lubang besar di Jalan Contoh Melati",
        "Lubang sedalam mata kaki di Jalan Contoh Melati depan rumah saya nomor 12, dua pengendara sudah jatuh minggu "
        "ini. Hubungi saya di 0812 0000 1234 kalau perlu ditunjukkan.",
        "Lubang dalam di Jalan Contoh Melati; dua pengendara sudah jatuh minggu ini.",
        "Lubang sudah ditambal kemarin siang. Pengaspalan ulang masuk rencana triwulan depan.",
        answers={"ukuran": ("besar",)},
    ),
    Story(
        "lampu-jalan",
        WORKS,
        "Lampu jalan mati satu deret",
        "Enam tiang lampu di Jalan Contoh Kenanga mati sejak Senin. Anak-anak pulang mengaji dalam gelap dan kami "
        "takut ada kecelakaan.",
        "Enam lampu jalan di Jalan Contoh Kenanga mati sejak Senin.",
        "Kabelnya putus karena galian. Semua lampu menyala lagi sejak tadi malam.",
        answers={"tiang": ("K-06 sampai K-11",)},
    ),
    Story(
        "saluran-banjir",
        WORKS,
        "Selokan tersumbat dan rumah kemasukan air",
        "Setiap hujan lebih dari setengah jam, selokan di Gang Contoh Anggrek meluap ke rumah. Sumbatnya ada di "
        "gorong-gorong dekat pasar. Sudah tiga kali bulan ini.",
        "Selokan di Gang Contoh Anggrek meluap setiap hujan; gorong-gorong dekat pasar tersumbat.",
        "Gorong-gorong sudah dikeruk. Kami memeriksanya lagi sesudah hujan besar berikutnya.",
    ),
    Story(
        "sampah",
        WORKS,
        "Sampah pasar tidak diangkut empat hari",
        "Bak sampah di belakang pasar penuh sampai ke jalan dan baunya masuk ke rumah. Biasanya diangkut tiap pagi, "
        "sekarang sudah empat hari tidak.",
        "Sampah di belakang pasar tidak diangkut empat hari dan meluber ke jalan.",
        "Truknya rusak dan baru diganti. Pengangkutan kembali setiap pagi mulai hari ini.",
    ),
    Story(
        "usulan",
        REGISTRY,
        "Buka loket pada Sabtu pagi",
        "Kami buruh pabrik sulit izin pada hari kerja. Mohon loket dibuka juga hari Sabtu, sekurangnya sampai pukul "
        "sebelas.",
        "Usul: loket dibuka juga pada Sabtu pagi untuk warga yang bekerja Senin sampai Jumat.",
        "Usul Anda kami coba: mulai bulan depan loket dibuka pada Sabtu pertama, pukul 08.00 sampai 11.00.",
        kind="aspiration",
    ),
    Story(
        "tanya-layanan",
        REGISTRY,
        "Syarat pindah domisili dari luar kota",
        "Apakah pindah domisili dari luar kota masih perlu surat pengantar kelurahan asal? Di situs lama tertulis "
        "perlu, tetapi tetangga saya bilang tidak lagi.",
        "Pertanyaan: apakah pindah domisili dari luar kota masih memerlukan surat pengantar kelurahan asal?",
        "Tidak lagi. Cukup kartu keluarga dan KTP-el; surat pindah kami terbitkan langsung di loket 2.",
        kind="information_question",
    ),
    Story(
        "pungutan",
        REGISTRY,
        "Diminta seratus ribu supaya cepat",
        "Petugas di loket 2 berbisik bahwa kartu keluarga saya bisa jadi hari itu juga kalau ada seratus ribu. Saya "
        "menolak dan berkas saya ditaruh di bawah.",
        "",
        "Laporan Anda kami periksa. Petugas yang dimaksud kami pindahkan dari loket selama pemeriksaan.",
        conduct=True,
    ),
)
