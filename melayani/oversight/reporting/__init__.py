"""What the regions report each month or week, what stands in their way, what they do about it (Ngulik)."""
