"""Oversight: judging and improving the service."""
