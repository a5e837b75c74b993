"""Words for templates of the repair room."""
