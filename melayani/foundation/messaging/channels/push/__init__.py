"""Web push: a message to one browser, by the push service of its maker (RFC 8030, RFC 8291, RFC 8292)."""
