"""Contacts, the outbox, and one slice per channel."""
