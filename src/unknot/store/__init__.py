"""The cache of everything that costs time to make."""
