"""The routine script: text to routine and back, and what a checker says of it."""

from unknot.script.reading import parse
from unknot.script.writing import to_text

__all__ = ["parse", "to_text"]
