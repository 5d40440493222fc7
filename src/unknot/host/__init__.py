"""What the machine underneath offers: files that appear whole, child processes with deadlines, the carried ffmpeg."""
