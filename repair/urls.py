"""Addresses of the repair room, by the thing they are about."""

from django.urls import include, path

from repair import urls_logs
from repair.models import ClosedAs, Report, Seen
from repair.views import agreements, answers, evidence, openness, promise_dates, promises, questions, room

app_name = "repair"

of_promises = [
    path("promises/", promises.promises, name="promises"),
    path("promises/new/", promises.new, name="promise_new"),
    path("promises/<uuid:pk>/", promises.promise, name="promise"),
    path("promises/<uuid:pk>/change/", promises.change, name="promise_change"),
    path("promises/<uuid:pk>/done/", promises.done, name="promise_done"),
    path("promises/<uuid:pk>/withdraw/", promises.withdraw, name="promise_withdraw"),
    path("promises/<uuid:pk>/note/", promises.note, name="promise_note"),
    path("promises/<uuid:pk>/<day:on>/own/", promise_dates.own, name="promise_own"),
    *(
        path(f"promises/<uuid:pk>/<day:on>/{word}/", promise_dates.report, {"report": report}, f"promise_{word}")
        for word, report in (
            ("kept", Report.KEPT),
            ("late", Report.LATE),
            ("not-this-time", Report.MISSED),
            ("changed", Report.CHANGED),
        )
    ),
    *(
        path(f"promise-dates/<uuid:pk>/{word}/", promise_dates.see, {"seen": seen}, f"promise_{word}")
        for word, seen in (("agree", Seen.AGREE), ("differently", Seen.DIFFERENTLY), ("unnoticed", Seen.UNNOTICED))
    ),
]

of_questions = [
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", questions.new, name="question_new"),
    path("questions/keep/", questions.keep, name="question_keep"),
    path("questions/<uuid:pk>/", questions.question, name="question"),
    path("questions/<uuid:pk>/again/", questions.new, name="question_again"),
    path("questions/<uuid:pk>/ask/", questions.ask, name="question_ask"),
    path("questions/<uuid:pk>/drop/", questions.drop, name="question_drop"),
    path("questions/<uuid:pk>/follow-up/", questions.follow_up, name="question_follow_up"),
    path("questions/<uuid:pk>/enough/", questions.close, {"closed_as": ClosedAs.ENOUGH}, "question_enough"),
    path("questions/<uuid:pk>/session/", questions.close, {"closed_as": ClosedAs.SESSION}, "question_session"),
    path("questions/<uuid:pk>/withdraw/", questions.withdraw, name="question_withdraw"),
    path("questions/<uuid:pk>/lengthen/", questions.lengthen, name="question_lengthen"),
    path("questions/<uuid:pk>/answer/", answers.answer, name="answer"),
    path("questions/<uuid:pk>/answer/keep/", answers.keep, name="answer_keep"),
]
of_openness = [
    path("openness/", openness.openness, name="openness"),
    path("openness/<uuid:pk>/withdraw/", openness.withdraw, name="openness_withdraw"),
    path("openness/<uuid:pk>/note/", openness.note, name="openness_note"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/", agreements.new, name="agreement_new"),
    path("agreements/<uuid:pk>/anew/", agreements.new, name="agreement_anew"),
    path("agreements/<uuid:pk>/pause/", agreements.pause, name="agreement_pause"),
    path("agreements/<uuid:pk>/resume/", agreements.resume, name="agreement_resume"),
    path("agreements/<uuid:pk>/end/", agreements.end, name="agreement_end"),
]
# A further thing is a list of its own above and one line here.
in_the_room = [
    path("", room.room, name="room"),
    *of_promises,
    *of_questions,
    *of_openness,
    *urls_logs.urlpatterns,
]
urlpatterns = [
    path("repair/", include(in_the_room)),
    path("evidence/", evidence.evidence, name="evidence"),
]
