"""Writes of the trajectory, by what they are about."""

from trajectory.actions.closing import chunks_of_people, close_chunk, close_weeks
from trajectory.actions.own import answer_self_check, turn_words

__all__ = ["answer_self_check", "chunks_of_people", "close_chunk", "close_weeks", "turn_words"]
