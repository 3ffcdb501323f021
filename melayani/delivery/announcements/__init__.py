"""Pengumuman: closures, changed hours, limits, outages, new services; who hears of them, by what, and when."""
