"""The routine script: text to routine and back, and what a checker says of it."""
