"""The letters that wait in the outbox, read as their receiver would."""

import json
import re

from notices.models import Delivery


def letters_to(address: str) -> list[dict[str, str]]:
    """Return the letters to an address, oldest first: subject, text and html."""
    waiting = Delivery.objects.order_by("created_at")
    return [json.loads(delivery.letter) for delivery in waiting if delivery.address == address]


def code_for(address: str) -> str:
    """Return the code in the newest letter to an address."""
    return re.search(r"[A-Z]{4}-[A-Z]{4}", letters_to(address)[-1]["text"]).group()


def link_for(address: str) -> str:
    """Return the path of the link in the newest letter to an address."""
    return re.search(r"http://testserver(/\S+)", letters_to(address)[-1]["text"]).group(1)
