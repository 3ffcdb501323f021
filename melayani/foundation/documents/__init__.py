"""Documents: rendered, numbered, issued, verified, replaced and revoked."""
