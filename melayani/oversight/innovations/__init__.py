"""Innovations of public services: what was tried, whether it still runs, who took it over."""
