"""What may be written in the repair room, by the thing it is about."""
