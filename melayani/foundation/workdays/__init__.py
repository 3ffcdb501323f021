"""Working days, hours, closures, restrictions; due dates that explain themselves."""
