"""News of public states for other systems of the same organisation, sent to an address that it registered."""
