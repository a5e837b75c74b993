"""Addresses of the repair room, by the thing they are about."""

from django.urls import include, path

from repair.models import ClosedAs, Report, Seen, Step, TimeOutOutcome
from repair.views import (
    acknowledgements,
    agreements,
    chances,
    evidence,
    hard_dates,
    moments,
    openness,
    promises,
    questions,
    repair_steps,
    repairs,
    room,
    time_outs,
)

app_name = "repair"

of_promises = [
    path("promises/", promises.promises, name="promises"),
    path("promises/new/", promises.new, name="promise_new"),
    path("promises/<uuid:pk>/", promises.promise, name="promise"),
    path("promises/<uuid:pk>/change/", promises.change, name="promise_change"),
    path("promises/<uuid:pk>/done/", promises.done, name="promise_done"),
    path("promises/<uuid:pk>/withdraw/", promises.withdraw, name="promise_withdraw"),
    path("promises/<uuid:pk>/note/", promises.note, name="promise_note"),
    path("promises/<uuid:pk>/<day:on>/own/", promises.own_missed, name="promise_own"),
    *(
        path(f"promises/<uuid:pk>/<day:on>/{word}/", promises.report, {"report": report}, f"promise_{word}")
        for word, report in (
            ("kept", Report.KEPT),
            ("late", Report.LATE),
            ("not-this-time", Report.MISSED),
            ("changed", Report.CHANGED),
        )
    ),
    *(
        path(f"promise-dates/<uuid:pk>/{word}/", promises.see, {"seen": seen}, f"promise_{word}")
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
    path("questions/<uuid:pk>/answer/", questions.answer, name="answer"),
    path("questions/<uuid:pk>/answer/keep/", questions.keep_answer, name="answer_keep"),
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
of_time_outs = [
    path("time-outs/", time_outs.time_outs, name="time_outs"),
    path("time-outs/plan/", time_outs.plan, name="calm_plan"),
    path("time-outs/<uuid:pk>/back/", time_outs.back, name="time_out_back"),
    path("time-outs/<uuid:pk>/end/", time_outs.end, name="time_out_end"),
    *(
        path(f"time-outs/<uuid:pk>/{outcome}/", time_outs.become, {"became": outcome}, f"time_out_{outcome}")
        for outcome in TimeOutOutcome
    ),
]
of_repairs = [
    path("logs/", repairs.repairs, name="repairs"),
    path("logs/new/", repairs.new, name="repair_new"),
    path("logs/<uuid:pk>/", repairs.repair, name="repair"),
    *(path(f"logs/<uuid:pk>/{step}/", repair_steps.write_step, {"step": step}, f"repair_{step}") for step in Step),
    *(
        path(f"logs/<uuid:pk>/{step}/skip/", repair_steps.pass_step, {"step": step}, f"repair_{step}_pass")
        for step in (Step.HAPPENED, Step.OWN, Step.PATTERN)
    ),
    path("logs/<uuid:pk>/promise/", repairs.link, name="repair_promise"),
    path("logs/<uuid:pk>/promise/new/", repairs.promise, name="repair_promise_new"),
    path("logs/<uuid:pk>/close/", repairs.close, name="repair_close"),
    path("logs/<uuid:pk>/not-yet/", repairs.keep_open, name="repair_keep_open"),
    path("logs/<uuid:pk>/again/", repairs.again, name="repair_again"),
    path("sides/<uuid:pk>/share/", repair_steps.share, name="side_share"),
    path("sides/<uuid:pk>/note/", repair_steps.note, name="side_note"),
    path("sides/<uuid:pk>/withdraw/", repair_steps.withdraw, name="side_withdraw"),
    path("second-chances/", chances.chances, name="chances"),
    path("second-chances/new/", chances.new, name="chance_new"),
    path("second-chances/<uuid:pk>/answer/", chances.answer, name="chance_answer"),
    path("second-chances/<uuid:pk>/withdraw/", chances.withdraw, name="chance_withdraw"),
]
of_acknowledgements = [
    path("acknowledgements/", acknowledgements.acknowledgements, name="acknowledgements"),
    path("acknowledgements/new/", acknowledgements.write_one, name="acknowledgement_new"),
    path("acknowledgements/<uuid:pk>/", acknowledgements.acknowledgement, name="acknowledgement"),
    path("acknowledgements/<uuid:pk>/change/", acknowledgements.write_one, name="acknowledgement_change"),
    path("acknowledgements/<uuid:pk>/drop/", acknowledgements.drop, name="acknowledgement_drop"),
    path("acknowledgements/<uuid:pk>/explanation/", acknowledgements.explain, name="explanation"),
    path("acknowledgements/<uuid:pk>/ask/", acknowledgements.unlock_explanation, name="explanation_unlock"),
    path("versions/<uuid:pk>/landing/", acknowledgements.landing, name="landing"),
    path("versions/<uuid:pk>/withdraw/", acknowledgements.withdraw, name="acknowledgement_withdraw"),
    path("explanations/<uuid:pk>/withdraw/", acknowledgements.withdraw_explanation, name="explanation_withdraw"),
]
of_hard_days = [
    path("hard-moments/", moments.moments, name="moments"),
    path("hard-moments/new/", moments.new, name="moment_new"),
    path("hard-moments/<uuid:pk>/", moments.change, name="moment"),
    path("hard-moments/<uuid:pk>/share/", moments.share, name="moment_share"),
    path("hard-moments/<uuid:pk>/withdraw/", moments.withdraw, name="moment_withdraw"),
    path("hard-dates/", hard_dates.hard_dates, name="hard_dates"),
    path("hard-dates/new/", hard_dates.new, name="hard_date_new"),
    path("hard-dates/<uuid:pk>/line/", hard_dates.line, name="hard_date_line"),
    path("hard-dates/<uuid:pk>/share/", hard_dates.share, name="hard_date_share"),
    path("hard-dates/<uuid:pk>/withdraw/", hard_dates.withdraw, name="hard_date_withdraw"),
]
# A further thing is a list of its own above and one line here.
in_the_room = [
    path("", room.room, name="room"),
    *of_promises,
    *of_questions,
    *of_openness,
    *of_time_outs,
    *of_repairs,
    *of_acknowledgements,
    *of_hard_days,
]
urlpatterns = [
    path("repair/", include(in_the_room)),
    path("evidence/", evidence.evidence, name="evidence"),
]
