"""Writes of the trajectory, by what they are about."""

from trajectory.actions.closing import BACK_WEEKS, HOURLY_BACK_WEEKS, chunks_of_people, close_chunk, close_weeks
from trajectory.actions.own import answer_self_check, turn_words

__all__ = [
    "BACK_WEEKS",
    "HOURLY_BACK_WEEKS",
    "answer_self_check",
    "chunks_of_people",
    "close_chunk",
    "close_weeks",
    "turn_words",
]
