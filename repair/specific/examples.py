"""A vague promise made specific, by what it is about."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kit.words import Words


@dataclass(frozen=True)
class Example:
    """One specific promise."""

    cue: Words
    deed: Words
    deadline_words: Words
    noticed: Words


HOME = Example(
    _("I leave work"), _("write you when I will be home"), _("six in the evening"), _("the message is on your phone")
)
CONTACT = Example(
    _("a message from that person comes"),
    _("show it to you unasked and not answer alone"),
    _("the same evening"),
    _("we look at it together on the sofa"),
)
PHONE = Example(
    _("we sit down to eat"),
    _("put my phone in the hall drawer"),
    _("before the first bite"),
    _("the table is empty of phones"),
)
MONEY = Example(
    _("I want to spend over 50 on one thing"),
    _("ask you first"),
    _("before I pay"),
    _("we look at the statement together on Sunday"),
)
TALK = Example(
    _("you tell me that something hurt"),
    _("repeat what I heard before I say anything of mine"),
    _("the same talk"),
    _("you say whether I got it"),
)
CALM = Example(
    _("my voice gets loud"),
    _("say “I need half an hour” and come back by myself"),
    _("thirty minutes later"),
    _("I sit down at the kitchen table again"),
)
TIME = Example(
    _("it is Wednesday evening"),
    _("walk with you for half an hour without phones"),
    _("nine o’clock"),
    _("we have both been out"),
)
HOUSE = Example(
    _("dinner is over"), _("clear the table and wash up"), _("before we sit down again"), _("the sink is empty")
)
DRINK = Example(
    _("we go out with friends"),
    _("drink water only and drive us home"),
    _("the moment we arrive home"),
    _("I hold the car keys all evening"),
)
TRUTH = Example(
    _("plans change during the day"),
    _("call you and say where I am and with whom"),
    _("within an hour"),
    _("the call is in your list"),
)
CARE = Example(
    _("I notice that I have hidden something small"),
    _("tell you myself"),
    _("before we go to bed that day"),
    _("you heard it from me first"),
)
HELP = Example(
    _("it is Monday at noon"),
    _("call the counselling centre and take the first free date"),
    _("that evening"),
    _("the date stands in our calendar"),
)

TOPICS = (
    (
        r"messag\w*|text(?:s|ing)?|contact|her|him|ex|colleague|"
        r"affair|flirt\w*|cheat\w*|faithful|loyal|dating|social media",
        CONTACT,
    ),
    (r"phone|screen|scroll\w*|game|gaming|laptop|tv|attention|present|mindful|distract\w*|attentive", PHONE),
    (r"money|spend (?:less|more|too)|spending|buy\w*|debt|bank|card|gambl\w*|bet|save|financ\w*|budget", MONEY),
    (r"drink\w*|alcohol|sober|drunk|smok\w*|drug\w*", DRINK),
    (r"time|date|romantic|together|family|weekend|affection\w*|close\w*|us", TIME),
    (r"late|home|punctual|on time|early|earlier|work less|overtime|reliab\w*|depend\w*", HOME),
    (
        r"listen\w*|communicat\w*|talk\w*|understand\w*|support\w*|hear|respect\w*|interrupt\w*|feelings?|there for",
        TALK,
    ),
    (r"calm|anger|angry|shout\w*|yell\w*|temper|patien\w*|argu\w*|fight\w*|defensive|kind\w*|nice\w*|snap", CALM),
    (r"house|help|chores?|clean\w*|cook\w*|kids|children|dishes|part|responsib\w*|contribut\w*", HOUSE),
    (
        r"hon\w*|lie|lies|lying|truth\w*|open|transparen\w*|"
        r"hide|hiding|secret\w*|tell|informed|updated|trust\w*",
        TRUTH,
    ),
    (r"therap\w*|counsel\w*|help|work on|myself|chang\w*|improv\w*|progress|fix", HELP),
)


def example_for(text: str) -> Example:
    """Return a specific promise about what the text is about."""
    for pattern, example in TOPICS:
        if re.search(rf"\b(?:{pattern})\b", text):
            return example
    return CARE
