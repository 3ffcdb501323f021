"""Events at which officers learn: bimtek, lokakarya, rakor; who comes from which office, and what it brought."""
