"""The shape of what is typed; what it must hold is judged by the rules."""
