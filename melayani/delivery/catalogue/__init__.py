"""Services and their standards: time, cost, steps, requirements."""
