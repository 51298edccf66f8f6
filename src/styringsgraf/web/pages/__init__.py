"""What every HTML page shares: its frame, its words, its static files, its policy."""
