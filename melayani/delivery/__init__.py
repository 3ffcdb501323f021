"""Delivery: serving the citizen."""
