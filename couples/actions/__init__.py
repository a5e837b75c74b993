"""Writes of couples, by the thing they are about."""
