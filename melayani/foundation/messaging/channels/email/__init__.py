"""E-mail over SMTP, or by a provider of its own; off when neither is set."""
