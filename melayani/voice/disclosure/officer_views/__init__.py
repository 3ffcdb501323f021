"""The office's pages: the desk, cases, objections, the list, exclusions, books."""
