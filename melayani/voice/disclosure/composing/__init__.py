"""What the pages of this module show, gathered from several tables into values that a template reads aloud."""
