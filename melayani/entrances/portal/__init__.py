"""The citizens' door: home, search, service pages, tracking, performance."""
