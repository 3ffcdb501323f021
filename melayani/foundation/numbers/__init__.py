"""Public case numbers: make, check, read back what a hand wrote."""
