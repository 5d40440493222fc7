"""Sounds without an end under a session."""
