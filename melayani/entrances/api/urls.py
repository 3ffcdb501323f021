"""Addresses of this module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

machine: list[URLPattern | URLResolver] = []
