"""E-mail over SMTP; off when SMTP_URL is empty."""
