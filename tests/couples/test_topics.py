"""A topic is shared only while its author shares."""

from uuid import uuid4

import pytest

from couples.actions.topics import add_topic
from tests.factories import NOW, make_couple, make_pause, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("pauses", [True, False])
def test_topic_named_just_after_a_pause_stays_with_its_author(pauses: bool) -> None:
    mara = make_user()
    couple = make_couple(hurt=mara)
    if pauses:
        make_pause(user=mara)

    topic = add_topic(mara, key=uuid4(), name="the garage", couple=couple, now=NOW)

    assert topic.couple == (None if pauses else couple)
