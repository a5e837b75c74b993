"""Which setbacks a therapist reads: those of days that are shared with them, and nobody's own moments."""

from datetime import date

from therapy.sentences import setbacks

CALLED = {"seen": False, "said": True, "depth": None, "days": None, "open": False}
SHARED = {date(2026, 3, 10), date(2026, 3, 12)}


def test_setback_on_a_day_that_is_not_shared_is_left_out() -> None:
    record = {"setbacks": [CALLED | {"on": "2026-03-10"}, CALLED | {"on": "2026-03-11"}]}

    assert setbacks(record, shared=SHARED, moments=[]) == ["10 March: called a hard day."]


def test_what_rests_on_a_moment_is_read_while_that_moment_is_shared() -> None:
    record = {"setbacks": [CALLED | {"on": "2026-03-10"}, CALLED | {"on": "2026-03-12", "own": True}]}

    called = ["12 March: called a hard day.", "10 March: called a hard day."]
    assert setbacks(record, shared=SHARED, moments=[]) == called[1:]
    assert setbacks(record, shared=SHARED, moments=[date(2026, 3, 12)]) == called
