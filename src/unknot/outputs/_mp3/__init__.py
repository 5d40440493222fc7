"""MP3 at a constant bit rate without a reservoir: every frame lasts 24 ms and has the same number of bytes."""
