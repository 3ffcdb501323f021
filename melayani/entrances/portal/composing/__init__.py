"""What stands together on a page of this door: one call of each module it is made of, no rule of its own."""
