"""Officers' pages: malls, standards with their drafts, coverage, pledges."""
