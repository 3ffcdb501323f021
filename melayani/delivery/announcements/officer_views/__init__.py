"""Pages under /kantor/pengumuman/, one file per errand."""
