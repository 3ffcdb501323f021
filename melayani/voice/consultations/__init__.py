"""Public consultation forums (FKP): what is asked, who takes part, what was agreed, and whether it was kept."""
