"""Complaints (pengaduan): every report heard, routed, answered on its clock and closed only with the reporter."""
