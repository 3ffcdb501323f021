"""Pages of officers, one file per stage of the work."""
