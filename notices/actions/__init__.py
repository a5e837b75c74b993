"""Writes of notices, by the thing they are about; other apps import from here."""

from notices.actions.clocks import move_clock, set_reminder, start_clock, stop_reminders
from notices.actions.days import (
    announce_heads_up,
    announce_week,
    settle_notice,
    settled_notice,
    store_notice,
    take_question_off,
    withdraw_notices,
)
from notices.actions.housekeeping import beat, housekeep, last_beat
from notices.actions.letters import post_letter, retry_given_up
from notices.actions.relay import relay
from notices.actions.tick import tick

__all__ = [
    "announce_heads_up",
    "announce_week",
    "beat",
    "housekeep",
    "last_beat",
    "move_clock",
    "post_letter",
    "relay",
    "retry_given_up",
    "set_reminder",
    "settle_notice",
    "settled_notice",
    "start_clock",
    "stop_reminders",
    "store_notice",
    "take_question_off",
    "tick",
    "withdraw_notices",
]
