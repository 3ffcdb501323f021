"""The citizen's pages: report, follow, read what others reported."""
