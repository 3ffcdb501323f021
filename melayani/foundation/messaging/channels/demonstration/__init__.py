"""Outgoing messages of a demonstration: they stay in the outbox and are read on a page instead of being sent."""
