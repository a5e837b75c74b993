"""The sentence of a promise has gaps: what people repeat of the sentence itself is taken off when the form is read."""

from uuid import uuid4

import pytest
from django.urls import reverse

from repair.forms.promises import PromiseForm
from repair.models import Promise
from tests.repair.pages import browser
from tests.repair.rows import make_pair

SAID = [
    ("cue", "When When I leave work", "I leave work"),
    ("cue", "when I leave work.", "I leave work"),
    ("cue", "When: we sit down to eat,", "we sit down to eat"),
    ("cue", "… when the bill comes", "the bill comes"),
    ("cue", "Whenever I have a drink", "I have a drink"),
    ("cue", "The kids are in bed", "the kids are in bed"),
    ("cue", "It’s late", "it’s late"),
    ("cue", "Jonas comes home", "Jonas comes home"),
    ("cue", "WhatsApp shows a new message", "WhatsApp shows a new message"),
    ("cue", "I’m late", "I’m late"),
    ("cue", "whence I came", "whence I came"),
    ("deed", "I will I will write you.", "write you"),
    ("deed", "I’ll write you when I will be home", "write you when I will be home"),
    ("deed", "I'll write you", "write you"),
    ("deed", "Will write you", "write you"),
    ("deed", "I promise to write you", "write you"),
    ("deed", "Write you!", "write you!"),
    ("deed", "SMS you", "SMS you"),
    ("deadline_words", "By 18:30.", "18:30"),
    ("deadline_words", "By when: by six", "six"),
    ("deadline_words", "before 9 p.m.", "before 9 p.m."),
    ("deadline_words", "By Friday", "Friday"),
    ("noticed", "We both know because the message is on your phone.", "the message is on your phone"),
    ("noticed", "Because The sink is empty", "the sink is empty"),
]


@pytest.mark.parametrize(("name", "said", "read"), SAID)
def test_gap_is_read_as_it_is_meant(name: str, said: str, read: str) -> None:
    assert PromiseForm.base_fields[name].to_python(said) == read


@pytest.mark.parametrize(
    ("name", "said"), [("cue", "When"), ("deed", "I will …"), ("deadline_words", "by."), ("cue", " ")]
)
def test_gap_with_the_frame_alone_is_empty(name: str, said: str) -> None:
    assert PromiseForm.base_fields[name].to_python(said) == ""


@pytest.mark.django_db
def test_promise_is_stored_and_told_without_its_frame() -> None:
    hurt, repairing, _couple = make_pair()
    said = {
        "cue": "When I leave work",
        "deed": "I will write you when I will be home.",
        "deadline_words": "by 18:30.",
        "noticed": "because the message is on your phone.",
        "repeats": "whenever",
    }

    browser(repairing).post(reverse("repair:promise_new"), said | {"once": uuid4()})

    made = Promise.objects.get()
    page = browser(hurt).get(reverse("repair:promise", args=[made.pk])).content.decode()
    assert (made.cue, made.deed) == ("I leave work", "write you when I will be home")
    assert (made.deadline_words, made.noticed) == ("18:30", "the message is on your phone")
    assert "I leave work</bdi>" in page


@pytest.mark.django_db
def test_gaps_are_one_line_each_in_a_sentence_with_an_example() -> None:
    _hurt, repairing, _couple = make_pair()

    page = browser(repairing).get(reverse("repair:promise_new")).content.decode()

    inputs = [f'<input type="text" name="{name}"' in page for name in ("cue", "deed", "deadline_words", "noticed")]
    assert (inputs, page.count("<textarea")) == ([True] * 4, 0)
    assert "For example: When I leave work, I will write you" in page
