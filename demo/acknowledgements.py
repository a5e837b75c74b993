"""A made-up acknowledgement in two versions."""

from datetime import date, timedelta

from couples.models import Couple, Partner
from demo.hours import evening
from repair.models import (
    Acknowledgement,
    AcknowledgementVersion,
    Landed,
    Landing,
)

ACKNOWLEDGEMENT = {
    "what": "I wrote to somebody else for five months and told you there was nothing.",
    "wrong": "It was wrong. I lied to you, and I went on when you asked.",
    "effect": "You doubted your own eyes. You slept badly and stopped calling your friends.",
    "differently": "I answer the first time you ask, and I tell you first when she writes.",
    "visible_if": "You hear it from me the same day, before you have to ask.",
}


def write_acknowledgement(couple: Couple, hurt: Partner, repairing: Partner, first: date) -> None:
    """Write two versions: the first landed partly, the second fully."""
    at, on = evening(first, 4, repairing), first + timedelta(days=4)
    held = Acknowledgement.objects.create(author=repairing.user, couple=couple, begun_at=at, begun_on=on)
    shorter = ACKNOWLEDGEMENT | {"what": "I wrote to somebody else and told you there was nothing."}
    for number, (words, landed, needed) in enumerate(
        ((shorter, Landed.PARTLY, "How long it was."), (ACKNOWLEDGEMENT, Landed.FULLY, "")), start=1
    ):
        sent_at, sent_on = at + timedelta(days=9 * number), on + timedelta(days=9 * number)
        version = AcknowledgementVersion.objects.create(
            acknowledgement=held,
            author=repairing.user,
            couple=couple,
            number=number,
            written_at=sent_at,
            sent_at=sent_at,
            sent_on=sent_on,
            **words,
        )
        Landing.objects.create(
            version=version,
            author=hurt.user,
            couple=couple,
            landed=landed,
            needed=needed,
            answered_at=sent_at + timedelta(days=1),
            answered_on=sent_on + timedelta(days=1),
        )
