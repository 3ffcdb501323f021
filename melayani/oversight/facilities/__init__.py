"""What is there for people who need support: one inventory per location, checked on dated days."""
