"""PEKPPP: campaigns, evidence, scoring, review, objection, the public-service index."""
