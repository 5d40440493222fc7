"""Names to things: which voice, which background, which output, which store. Knows every adapter."""
