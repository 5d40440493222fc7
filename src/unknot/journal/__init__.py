"""What was done and how it felt: kept on this machine, never lost, and told to the therapist as a page."""
