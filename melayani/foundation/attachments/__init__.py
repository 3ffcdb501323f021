"""Files: type judged by content, private storage, orphans swept."""
