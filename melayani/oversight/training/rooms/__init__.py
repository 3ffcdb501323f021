"""On-line rooms. A link of any kind needs nothing here; BigBlueButton is spoken to by its API."""
