"""Addresses of repair logs, time-outs, acknowledgement and hard days; `repair.urls` puts them in the room."""

from django.urls import path

from repair.models import Outcome, Step
from repair.views import (
    acknowledgements,
    chances,
    explanations,
    hard_dates,
    moments,
    repair_promise,
    repairs,
    sides,
    time_outs,
)

of_time_outs = [
    path("time-outs/", time_outs.time_outs, name="time_outs"),
    path("time-outs/plan/", time_outs.plan, name="calm_plan"),
    path("time-outs/<uuid:pk>/back/", time_outs.back, name="time_out_back"),
    *(
        path(f"time-outs/<uuid:pk>/{outcome}/", time_outs.outcome, {"outcome": outcome}, f"time_out_{outcome}")
        for outcome in Outcome
    ),
]
of_repairs = [
    path("logs/", repairs.repairs, name="repairs"),
    path("logs/new/", repairs.new, name="repair_new"),
    path("logs/<uuid:pk>/", repairs.repair, name="repair"),
    *(path(f"logs/<uuid:pk>/{step}/", sides.write_step, {"step": step}, f"repair_{step}") for step in Step),
    *(
        path(f"logs/<uuid:pk>/{step}/leave-out/", sides.pass_step, {"step": step}, f"repair_{step}_pass")
        for step in (Step.HAPPENED, Step.OWN, Step.PATTERN)
    ),
    path("logs/<uuid:pk>/promise/", repairs.link, name="repair_promise"),
    path("logs/<uuid:pk>/promise/new/", repair_promise.new, name="repair_promise_new"),
    path("logs/<uuid:pk>/rest/", repairs.rest, name="repair_rest"),
    path("logs/<uuid:pk>/again/", repairs.again, name="repair_again"),
    path("sides/<uuid:pk>/share/", sides.share, name="side_share"),
    path("sides/<uuid:pk>/note/", sides.note, name="side_note"),
    path("sides/<uuid:pk>/withdraw/", sides.withdraw, name="side_withdraw"),
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
    path("acknowledgements/<uuid:pk>/explanation/", explanations.explain, name="explanation"),
    path("acknowledgements/<uuid:pk>/ask/", explanations.unlock, name="explanation_unlock"),
    path("versions/<uuid:pk>/landing/", acknowledgements.landing, name="landing"),
    path("versions/<uuid:pk>/withdraw/", acknowledgements.withdraw, name="acknowledgement_withdraw"),
    path("explanations/<uuid:pk>/withdraw/", explanations.withdraw, name="explanation_withdraw"),
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
urlpatterns = [*of_time_outs, *of_repairs, *of_acknowledgements, *of_hard_days]
