"""Pages of the repair room, by the thing they are about."""
