"""Antrean: tickets, calling, displays, the estimate of the wait."""
