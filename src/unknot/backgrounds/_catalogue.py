"""The names of the sounds that need no file. Imports nothing, so that a checker can ask for them quickly."""

GENERATED = ("rain", "ocean", "stream", "brown", "pink", "drone", "bowls", "forest")
"""The backgrounds that need no file."""
CHIMES = ("bell", "bowl", "chime", "gong", "tick")
"""The chimes that need no file."""
