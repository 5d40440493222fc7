"""The settings of the person, and where things are kept."""
