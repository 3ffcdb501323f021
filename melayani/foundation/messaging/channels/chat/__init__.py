"""Telegram for alerts to officers, by its Bot API. Citizens are not written to here."""
