"""Components, templates and the one style sheet (no tables)."""
