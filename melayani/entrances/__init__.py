"""Entrances: doors that call actions and queries; no tables of record, no rules."""
