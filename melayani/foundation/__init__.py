"""Foundation: who, when, and the written record."""
