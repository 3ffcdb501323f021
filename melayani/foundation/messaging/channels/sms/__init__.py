"""SMS by any gateway that speaks HTTP, described by a mapping in the settings; off while that is empty."""
