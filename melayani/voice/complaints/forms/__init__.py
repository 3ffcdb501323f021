"""The forms of this module's pages: one file per occasion."""
