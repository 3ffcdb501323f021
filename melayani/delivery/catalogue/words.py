"""How components, steps and gaps read in the office."""

from __future__ import annotations

from melayani.delivery.catalogue.rules import drafting

COMPONENTS = {
    "requirements": "Persyaratan",
    "procedure": "Sistem, mekanisme, dan prosedur",
    "duration": "Jangka waktu",
    "fee": "Biaya",
    "product": "Produk layanan",
    "complaint_handling": "Penanganan pengaduan, saran, dan masukan",
    "legal_basis": "Dasar hukum",
    "facilities": "Sarana, prasarana, dan fasilitas",
    "competence": "Kompetensi pelaksana",
    "internal_control": "Pengawasan internal",
    "staff_count": "Jumlah pelaksana",
    "service_guarantee": "Jaminan pelayanan",
    "safety_guarantee": "Jaminan keamanan dan keselamatan",
    "staff_evaluation": "Evaluasi kinerja pelaksana",
}
MISSING = {
    "requirements": "Sebutkan apa yang dibawa atau dipenuhi warga, satu persyaratan satu baris.",
    "procedure": "Sebutkan langkahnya dari permohonan sampai hasil diterima, dan siapa yang bertindak.",
    "duration": "Sebutkan paling lama berapa, satuannya, dan sejak kapan dihitung.",
    "fee": "Sebutkan tarifnya dalam rupiah; tulis 0 bila tidak dipungut biaya.",
    "product": "Sebutkan apa yang diterima warga pada akhirnya.",
    "complaint_handling": "Sebutkan kanal pengaduan yang dijawab, satu kanal satu baris.",
    "legal_basis": "Sebutkan peraturan yang menjadi dasar, satu peraturan satu baris.",
    "facilities": "Sebutkan ruang, alat, dan fasilitas yang dipakai, juga bagi penyandang disabilitas.",
    "competence": "Sebutkan pendidikan, pelatihan, atau keahlian yang harus dimiliki pelaksana.",
    "internal_control": "Sebutkan siapa yang mengawasi dan bagaimana.",
    "staff_count": "Sebutkan berapa orang yang melaksanakan layanan ini.",
    "service_guarantee": "Sebutkan apa yang dijamin, dan apa yang terjadi bila tidak dipenuhi.",
    "safety_guarantee": "Sebutkan bagaimana berkas, data, dan orang dijaga.",
    "staff_evaluation": "Sebutkan kapan dan bagaimana kinerja pelaksana dinilai.",
}
HURDLES = {
    drafting.UNREAD: "Ada isian rancangan yang belum terbaca; perbaiki dahulu.",
    drafting.TEAM: "Tim penyusun belum dicatat.",
    drafting.PRESENT: "Keadaan sekarang belum dicatat.",
    drafting.PUBLIC_PARTS: "Enam bagian yang wajib diumumkan belum lengkap.",
    drafting.DISCUSSION: "Pembahasan dengan masyarakat belum dicatat.",
    drafting.MINUTES: "Berita acara pembahasan belum dilampirkan.",
    drafting.DECREE: "Keputusan belum dicatat.",
}
ACTORS = {
    "": "tidak disebut",
    "applicant": "Pemohon",
    "counter": "Petugas loket",
    "processor": "Pemroses",
    "section_head": "Kepala seksi atau bidang",
    "head": "Kepala kantor",
    "partner": "Instansi lain",
}
GROUPS = {
    "adminduk": "Kependudukan dan pencatatan sipil",
    "perizinan": "Perizinan",
    "kelurahan": "Surat dari kelurahan",
    "ketertiban": "Ketertiban umum",
    "pengaduan": "Pengaduan",
    "kesehatan": "Kesehatan",
    "sosial": "Bantuan sosial",
}
CHANNELS = {
    "online": "Daring di sini",
    "counter": "Loket kantor",
    "village": "Kantor desa atau kelurahan",
    "partner": "Mitra, misalnya rumah sakit",
    "external": "Sistem lain",
}
