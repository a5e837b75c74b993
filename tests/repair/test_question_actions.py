"""Questions: five at a time, answers in versions, nothing read before it was sent or after it was taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import User
from couples.actions.acting import AlreadyShared, NotShared, NotYours, TooMany, WrittenBefore
from repair.actions.questions import (
    Asking,
    QuestionWithdrawn,
    Reply,
    answer_question,
    ask_draft,
    close_question,
    drop_draft,
    follow_up,
    withdraw_question,
    write_question,
)
from repair.models import AnswerChange, AnswerVersion, ClosedAs, How, Question, QuestionKind
from tests.factories import NOW, make_pause, make_user
from tests.repair import rows
from tests.repair.rows import TODAY, make_pair

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def asking(text: str = "Who else knew?", **changed: object) -> Asking:
    return Asking(**{"text": text, "need": "to know", "kind": QuestionKind.FACT, "how": How.WRITTEN, **changed})


def ask(user: User, text: str = "Who else knew?", **fields: object) -> Question:
    return write_question(user, asking=asking(text), key=uuid4(), now=NOW, **fields)


def answer(question: Question, by: User, words: str, **fields: object) -> AnswerVersion:
    sending = {"key": uuid4(), "now": NOW, "is_draft": fields.pop("is_draft", False)}
    return answer_question(question, by=by, reply=Reply(words, **fields), **sending)


def test_asked_question_is_read_by_the_other_with_its_time() -> None:
    hurt, repairing, _couple = make_pair()

    ask(hurt)

    question = Question.objects.visible_to(repairing).get()
    assert (question.text, question.answer_by, question.asked_on) == (
        "Who else knew?",
        NOW + timedelta(hours=48),
        TODAY,
    )


def test_ask_twice_with_one_key_stands_once_and_other_words_are_refused() -> None:
    hurt, _repairing, _couple = make_pair()
    key = uuid4()
    for _press in range(2):
        write_question(hurt, asking=asking(), key=key, now=NOW)

    with pytest.raises(WrittenBefore):
        write_question(hurt, asking=asking("Where was it?"), key=key, now=NOW)

    assert Question.objects.count() == 1


def test_ask_a_sixth_is_refused_and_writes_nothing() -> None:
    hurt, _repairing, _couple = make_pair()
    for number in range(5):
        ask(hurt, f"Question {number}?")

    with pytest.raises(TooMany):
        ask(hurt, "One more?")

    assert Question.objects.count() == 5


def test_ask_again_is_linked_to_the_same_question_before() -> None:
    hurt, _repairing, couple = make_pair()
    first = rows.make_closed_question(author=hurt, couple=couple, text="Who else knew?")

    again = ask(hurt, "who else  knew")

    assert again.follows == first


def test_ask_alone_or_paused_is_refused() -> None:
    hurt, _repairing, _couple = make_pair()
    make_pause(user=hurt)

    for author in (hurt, make_user()):
        with pytest.raises(NotShared):
            ask(author)

    assert Question.objects.count() == 0


def test_draft_is_its_authors_alone_until_it_is_asked() -> None:
    hurt, repairing, _couple = make_pair()
    draft = ask(hurt, is_draft=True)
    before = Question.objects.visible_to(repairing).count()

    with pytest.raises(NotYours):
        ask_draft(draft, by=repairing, now=LATER)
    for _press in range(2):
        ask_draft(draft, by=hurt, now=LATER)

    asked = Question.objects.visible_to(repairing).get()
    assert (before, asked.asked_at, asked.answer_by) == (0, LATER, LATER + timedelta(hours=48))


def test_draft_is_asked_when_its_form_is_sent_again_to_ask() -> None:
    hurt, repairing, _couple = make_pair()
    key = uuid4()
    write_question(hurt, asking=asking(), key=key, now=NOW, is_draft=True)

    for _press in range(2):
        write_question(hurt, asking=asking(), key=key, now=NOW)

    assert [(row.pk, row.asked_at) for row in Question.objects.visible_to(repairing)] == [(key, NOW)]


def test_keep_is_refused_for_what_was_asked_with_the_same_form() -> None:
    hurt, _repairing, _couple = make_pair()
    key = uuid4()
    write_question(hurt, asking=asking(), key=key, now=NOW)

    with pytest.raises(AlreadyShared):
        write_question(hurt, asking=asking(), key=key, now=NOW, is_draft=True)


def test_draft_can_be_thrown_away_and_an_asked_question_not() -> None:
    hurt, repairing, _couple = make_pair()
    draft, asked = ask(hurt, is_draft=True), ask(hurt, "Where was it?")

    drop_draft(draft, by=repairing)
    still = Question.objects.count()
    drop_draft(draft, by=hurt)
    drop_draft(asked, by=hurt)

    assert (still, [row.pk for row in Question.objects.all()]) == (2, [asked.pk])


def test_answer_is_versioned_and_every_version_stays() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    answer(question, repairing, "Nobody.", is_all_known=True)
    answer(question, repairing, "My brother knew.", change=AnswerChange.NEW_INFORMATION, asked_for=False)

    read = AnswerVersion.objects.visible_to(hurt).order_by("number")
    assert [(row.number, row.words, row.change, row.asked_for) for row in read] == [
        (1, "Nobody.", "first", None),
        (2, "My brother knew.", "new_information", False),
    ]


def test_answer_pressed_twice_is_one_version_whatever_its_key() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    for _press in range(2):
        answer(question, repairing, "Nobody.", is_all_known=True)

    assert AnswerVersion.objects.count() == 1


def test_answer_draft_is_not_read_by_who_asked() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    answer(question, repairing, "Let me think", is_draft=True)
    answer(question, repairing, "Let me think more", is_draft=True)
    before = AnswerVersion.objects.visible_to(hurt).count()
    answer(question, repairing, "My brother.")

    assert (before, [row.words for row in AnswerVersion.objects.visible_to(hurt)]) == (0, ["My brother."])
    assert AnswerVersion.objects.count() == 1


def test_answer_to_a_withdrawn_question_is_refused_and_writes_nothing() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    withdraw_question(question, by=hurt, now=NOW)

    with pytest.raises(QuestionWithdrawn):
        answer(question, repairing, "My brother.")

    assert AnswerVersion.objects.count() == 0


def test_answer_to_ones_own_question_is_refused() -> None:
    hurt, _repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    with pytest.raises(NotYours):
        answer(question, hurt, "Myself.")


def test_answer_while_paused_is_kept_as_a_draft_alone() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    make_pause(user=repairing)

    with pytest.raises(NotShared):
        answer(question, repairing, "My brother.")
    answer(question, repairing, "My brother.", is_draft=True)

    assert AnswerVersion.objects.visible_to(hurt).count() == 0


def test_withdrawn_question_leaves_the_other_a_line_without_words() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    for _press in range(2):
        withdraw_question(question, by=hurt, now=NOW)

    trace = Question.objects.taken_back_from(repairing).get()
    assert (Question.objects.visible_to(repairing).count(), trace.get_deferred_fields()) == (0, {"text", "need"})
    assert Question.objects.visible_to(hurt).get().was_withdrawn is True


def test_withdraw_by_the_other_is_refused() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    with pytest.raises(NotYours):
        withdraw_question(question, by=repairing, now=NOW)

    assert Question.objects.get().is_open is True


@pytest.mark.parametrize(
    ("before", "after", "stands"),
    [
        ("", "enough", "enough"),
        ("", "session", "session"),
        ("enough", "session", "session"),
        ("withdrawn", "enough", "withdrawn"),
        ("follow_up", "enough", "follow_up"),
    ],
)
def test_close_moves_only_what_may_move(before: str, after: str, stands: str) -> None:
    hurt, _repairing, couple = make_pair()
    if before:
        question = rows.make_closed_question(author=hurt, couple=couple, closed_as=before)
    else:
        question = rows.make_question(author=hurt, couple=couple)

    changed = close_question(question, by=hurt, closed_as=ClosedAs(after), now=NOW)

    assert (Question.objects.get().closed_as, changed) == (stands, before != stands)


def test_close_by_the_other_is_refused() -> None:
    hurt, repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)

    with pytest.raises(NotYours):
        close_question(question, by=repairing, closed_as=ClosedAs.ENOUGH, now=NOW)


def test_follow_up_takes_the_place_of_the_question_even_with_five_open() -> None:
    hurt, _repairing, couple = make_pair()
    questions = [rows.make_question(author=hurt, couple=couple, slot=slot) for slot in range(1, 6)]
    key = uuid4()

    for _press in range(2):
        further = follow_up(questions[2], by=hurt, asking=asking("And since when?"), key=key, now=NOW)

    questions[2].refresh_from_db()
    assert (further.follows, further.slot, questions[2].closed_as) == (questions[2], 3, "follow_up")
    assert Question.objects.count() == 6


def test_follow_up_leaves_what_was_taken_to_a_session_there() -> None:
    hurt, _repairing, couple = make_pair()
    question = rows.make_question(author=hurt, couple=couple)
    close_question(question, by=hurt, closed_as=ClosedAs.SESSION, now=NOW)

    further = follow_up(question, by=hurt, asking=asking("And since when?"), key=uuid4(), now=NOW)

    question.refresh_from_db()
    assert (further.follows, question.closed_as) == (question, "session")
