"""A routine unfolded, and fitted to an exact length."""
