"""What the worker does for requests and objections from time to time."""
