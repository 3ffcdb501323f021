"""The machines' door: JSON API, throttling, OpenAPI."""
