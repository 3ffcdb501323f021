"""WhatsApp by the Cloud API of Meta; off when its settings are empty."""
