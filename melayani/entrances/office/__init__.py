"""The officers' door: desk, dashboards, administration and audit pages."""
