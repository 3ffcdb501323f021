"""Benchmarks. `python -m bench` runs all of them and exits 1 when a ratio misses its budget."""
