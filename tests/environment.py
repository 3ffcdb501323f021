"""Loaded before Django's settings: the suite runs in a folder of its own and never touches `var/`."""

from __future__ import annotations

import os
import tempfile

data = os.environ.setdefault("MELAYANI_DATA", tempfile.mkdtemp(prefix="melayani-tests-"))
os.environ.setdefault("MELAYANI_SECRET_KEY", "a-secret-for-tests-only-" + "x" * 40)
os.environ.setdefault("MELAYANI_STATIC_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
os.environ.setdefault("MELAYANI_PUBLIC_URL", "http://testserver")
os.makedirs(os.path.join(data, "static"), exist_ok=True)  # an absent folder would be a warning, and warnings fail
os.environ.setdefault("MELAYANI_MORNING_AT", "")  # no test may see it only because it ran in the morning
os.environ.setdefault("MELAYANI_KEEP_IN_MEMORY", "0")  # a test counts the queries of a first reading
