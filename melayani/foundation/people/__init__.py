"""Officers, memberships and roles, sign-in, one-time codes, API keys, idempotency rows."""
