"""Voice: hearing the citizen."""
