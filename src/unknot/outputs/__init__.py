"""Where a session goes: files and loudspeakers."""
