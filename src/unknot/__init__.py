"""Guided sessions for closed eyes, from a routine script to sound of an exact length."""

__version__ = "0.1.0"
