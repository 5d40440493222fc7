"""A session played live."""
