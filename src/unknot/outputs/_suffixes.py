"""The suffixes of files with sound, in a module of their own, so that a shell completes them without numpy."""

SUFFIXES = (".mp3", ".m4b", ".m4a", ".opus", ".flac", ".wav")
"""The suffixes that `open_output` knows."""
