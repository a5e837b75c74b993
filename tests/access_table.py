"""Who gets what at every address: one line a route.

`get` and `post` say the status for each visitor: "anonymous:302 hurt:200 *:404", the star
for everybody else, later words winning. A POST is sent empty. "-" is 405 for everybody
(302 to the sign-in for the anonymous).
"""

from dataclasses import dataclass

from tests.repair.access import LINES as OF_THE_REPAIR_ROOM
from tests.repair.access_logs import LOG_LINES as OF_REPAIR_LOGS

VISITORS = (
    "anonymous",
    "hurt",
    "repairing",
    "ex",
    "other",
    "stranger",
    "therapist",
    "former_therapist",
    "free_therapist",
    "staff",
)

PUBLIC = "*:200"
SIGNED_IN = "anonymous:302 *:200"
NOT_TAKEN = "anonymous:302 *:405"


@dataclass(frozen=True)
class Rule:
    """What a route answers to GET and to an empty POST."""

    get: str = NOT_TAKEN
    post: str = NOT_TAKEN

    def expected(self, method: str, visitor: str) -> set[int]:
        """Return the statuses allowed to one visitor."""
        said: set[int] = set()
        star: set[int] = set()
        for word in (self.get if method == "get" else self.post).split():
            who, _, statuses = word.partition(":")
            allowed = {int(status) for status in statuses.split("|")}
            if who == "*":
                star = allowed
            elif visitor in who.split("+"):
                said = allowed
        return said or star


SIGNED_IN_PAGE = Rule(get=SIGNED_IN)
PAGE = Rule(get=SIGNED_IN)
FORM = Rule(get=SIGNED_IN, post="anonymous:302 *:400")
ACT = Rule(post="*:302")
OF_A_PARTNER = "anonymous:302 hurt+repairing+other:200 *:404"
DEAD_LINK = Rule(get="*:410", post="*:405")
DEAD_LINK_ACT = Rule(get="*:405", post="*:410")

ROUTES: dict[str, Rule] = {
    # Everybody
    "home:landing": Rule(get="anonymous:200 *:302", post="*:405"),
    "home:help": Rule(get=PUBLIC, post="*:405"),
    "home:privacy": Rule(get=PUBLIC, post="*:405"),
    "home:exit": Rule(get="*:303", post="*:303"),
    "home:healthz": Rule(get=PUBLIC, post="*:405"),
    "notices:stop": Rule(get="*:404", post="*:404"),
    "accounts:stop_reset": Rule(get="*:404", post="*:404"),
    # Invitations by a link that no longer works; those that do are walked in tests/couples
    "couples:join_link": DEAD_LINK,
    "couples:therapist_link": DEAD_LINK,
    "couples:join": DEAD_LINK,
    "couples:accept": DEAD_LINK_ACT,
    "couples:join_signing_in": DEAD_LINK_ACT,
    "couples:join_signing_up": DEAD_LINK_ACT,
    "couples:accept_grant": DEAD_LINK,
    "couples:take_grant": DEAD_LINK_ACT,
    "couples:grant_signing_in": DEAD_LINK_ACT,
    "couples:grant_signing_up": DEAD_LINK_ACT,
    # One's own
    "accounts:second_step": PAGE,
    "accounts:end_session": Rule(post="anonymous:302 *:404"),
    "accounts:therapist": Rule(get=SIGNED_IN, post="*:302"),
    "home:you": PAGE,
    "home:save_person": Rule(post="anonymous:302 *:400"),
    "home:use_zone": Rule(post="anonymous:302 *:400"),
    "home:keep_zone": ACT,
    "home:save_reminder": Rule(post="anonymous:302 *:400"),
    "home:save_topic": Rule(post="anonymous:302 *:400"),
    "home:put_topic_away": Rule(post="anonymous+hurt:302 *:404"),
    # The couple: alone, invited, or a partner
    "couples:home": PAGE,
    "couples:invite": Rule(
        get="anonymous+hurt+repairing+other:302 *:200", post="anonymous+hurt+repairing+other:302 *:400"
    ),
    "couples:confirm": Rule(post="anonymous+stranger+ex:302 *:404"),
    "couples:cancel": Rule(post="anonymous+stranger+ex:302 *:404"),
    "couples:resend": Rule(post="anonymous+stranger+ex:302 *:404"),
    "couples:role": Rule(get=OF_A_PARTNER, post="anonymous:302 hurt+repairing+other:400 *:404"),
    "couples:day_zone": Rule(get=OF_A_PARTNER, post="anonymous:302 hurt+repairing+other:400 *:404"),
    "couples:invitation_day_zone": Rule(
        get="anonymous:302 stranger:200 *:404", post="anonymous:302 stranger:400 *:404"
    ),
    "couples:open": Rule(
        get="anonymous+hurt+repairing+other:302 *:404", post="anonymous+hurt+repairing+other:302 *:404"
    ),
    "couples:therapist": Rule(get=OF_A_PARTNER),
    "couples:invite_therapist": Rule(
        post="anonymous+therapist+former_therapist+free_therapist+staff:302 hurt+repairing+other:400 *:404"
    ),
    "couples:agree": Rule(
        post="anonymous+therapist+former_therapist+free_therapist+staff:302 hurt+repairing:400 *:404"
    ),
    "couples:change_level": Rule(post="anonymous:302 hurt+repairing:400 *:404"),
    "couples:end_therapist": Rule(post="anonymous+hurt+repairing:302 *:404"),
    # Pages and acts of several apps
    "home:pause": ACT,
    "home:resume": ACT,
    "home:leave": Rule(get="hurt+repairing+other:200 *:302", post="*:302"),
    # Check-ins: each their own date; yesterday is open in this world
    "home:today": SIGNED_IN_PAGE,
    "home:day": FORM,
    "checkins:note": Rule(post="anonymous:302 hurt+repairing+other+stranger:400 *:404"),
    "checkins:withdraw": Rule(post="anonymous+hurt+repairing+other+stranger:302 *:404"),
    "checkins:delete": Rule(post="anonymous+stranger:302 hurt+repairing+other:409 *:404"),
    "checkins:appreciation": Rule(get=SIGNED_IN, post="anonymous:302 *:400"),
    "checkins:thanks": Rule(post="anonymous+hurt:302 *:404"),
    "checkins:hard": Rule(post="anonymous+hurt:302 *:404"),
    "checkins:withdraw_appreciation": Rule(post="anonymous+repairing:302 *:404"),
    # Trajectory: each their own
    "trajectory:page": PAGE,
    "trajectory:charts": PAGE,
    "trajectory:week": Rule(get="anonymous:302 *:404"),
    "trajectory:self_check": Rule(get=SIGNED_IN, post="*:302"),  # every question may stay open
    "trajectory:words_on": ACT,
    "trajectory:words_off": ACT,
    # Therapists: through a live grant
    "therapy:caseload": Rule(get="anonymous:302 therapist+former_therapist+free_therapist:200 *:404"),
    "therapy:couple": Rule(get="anonymous:302 therapist:200 *:404"),
}
ROUTES |= {name: Rule(*line) for name, line in (OF_THE_REPAIR_ROOM | OF_REPAIR_LOGS).items()}
