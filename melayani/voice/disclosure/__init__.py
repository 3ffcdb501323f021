"""Public information (PPID): the list, requests, objections, registers, the yearly report."""
