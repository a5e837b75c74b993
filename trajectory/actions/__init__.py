"""Writes of the trajectory, by what they are about."""

from trajectory.actions.closing import chunks_of_people, close_chunk, close_weeks

__all__ = ["chunks_of_people", "close_chunk", "close_weeks"]
