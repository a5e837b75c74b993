"""What is written of days and of appreciation."""

from checkins.actions.appreciations import answer_appreciation, appreciate, withdraw_appreciation
from checkins.actions.days import (
    AlreadyOpen,
    Answers,
    DateNotOffered,
    DayTakenAway,
    WrittenElsewhere,
    add_note,
    dates_offered,
    delete_check_in,
    forget_taken_back,
    share_since,
    submit_check_in,
    withdraw_check_in,
    withhold_unopened,
    writing,
)

__all__ = [
    "AlreadyOpen",
    "Answers",
    "DateNotOffered",
    "DayTakenAway",
    "WrittenElsewhere",
    "add_note",
    "answer_appreciation",
    "appreciate",
    "dates_offered",
    "delete_check_in",
    "forget_taken_back",
    "share_since",
    "submit_check_in",
    "withdraw_appreciation",
    "withdraw_check_in",
    "withhold_unopened",
    "writing",
]
