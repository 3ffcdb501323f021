"""Applications for a service: draft, check, return, decide, hand over."""
