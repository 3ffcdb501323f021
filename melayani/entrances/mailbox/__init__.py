"""The door for e-mail: what citizens write becomes a case or joins one. No rules, no tables."""
