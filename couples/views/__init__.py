"""Pages about a couple."""
