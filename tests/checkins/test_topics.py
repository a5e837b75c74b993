"""A topic in a person's own words: read by the other only where it is shared, and no longer than the couple lives."""

from datetime import timedelta

import pytest

from checkins.answers import BuiltInTopic
from checkins.forms import CheckInForm
from checkins.models import CheckIn
from home.actions import leave_couple
from kit.clock import database_now
from tests.checkins.days import TODAY, pair, read_by
from tests.factories import NOW, make_check_in, make_topic
from tests.people import browser_of

pytestmark = pytest.mark.django_db
WHOSE_TOPICS = [("alone", ""), ("both", "the garage")]


def day_about(topic: object, **fields: object) -> CheckIn:
    return make_check_in(on=TODAY - timedelta(days=5), hard_talk=True, topic=topic, **fields)


@pytest.mark.parametrize(("whose", "read"), WHOSE_TOPICS)
def test_other_reads_a_topic_only_if_it_is_shared(whose: str, read: str) -> None:
    hurt, repairing, couple = pair()
    topic = make_topic(author=hurt, name="the garage", couple=couple if whose == "both" else None)

    day_about(topic, author=hurt, couple=couple)

    seen = read_by(repairing).get()
    assert (seen.shared_topic_name, read_by(hurt).get().topic_name) == (read, "the garage")


def test_topic_of_a_former_partner_is_read_no_more() -> None:
    hurt, repairing, couple = pair()
    day_about(make_topic(author=repairing, name="the garage", couple=couple), author=hurt, couple=couple)
    before = read_by(hurt).get().topic_name

    leave_couple(repairing, now=NOW)

    assert (before, read_by(hurt).get().topic_name) == ("the garage", "")


def test_page_of_a_day_names_no_topic_that_is_its_author_s_alone(client: object) -> None:
    hurt, repairing, couple = pair()
    day = day_about(make_topic(author=hurt, name="the garage"), author=hurt, couple=couple)
    client.force_login(repairing)

    page = client.get(f"/check-ins/{day.local_date}/")

    assert (b"A hard talk" in page.content, b"the garage" in page.content) == (True, False)


def test_a_topic_of_one_s_own_can_be_chosen_and_another_s_cannot() -> None:
    hurt, repairing, _couple = pair()
    mine, theirs = make_topic(author=hurt, name="the garage"), make_topic(author=repairing, name="letters")
    answers = {"safe": "6", "close": "5", "on_guard": "3", "hard_talk": "yes"}
    browser = browser_of(hurt)

    refused = browser.post(f"/check-ins/{database_now().date()}/", {**answers, "topic": str(theirs.pk)})
    stored = browser.post(f"/check-ins/{database_now().date()}/", {**answers, "topic": str(mine.pk)})

    assert (refused.status_code, stored.status_code) == (400, 302)
    assert (b"the garage" in refused.content, b"letters" in refused.content) == (True, False)
    assert [day.topic_id for day in CheckIn.objects.filter(author=hurt)] == [mine.pk]


def test_topics_of_one_s_own_are_read_only_where_the_built_in_ones_do_not_settle_it() -> None:
    form = CheckInForm({"hard_talk": "yes", "topic": BuiltInTopic.MONEY}, read_topics=pytest.fail)
    form["topic"].field.clean(BuiltInTopic.MONEY)

    with pytest.raises(pytest.fail.Exception):
        form["topic"].field.clean("another")
