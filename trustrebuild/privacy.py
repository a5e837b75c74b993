"""Every field of every row: who reads it and how long it is kept.

`words` is free text, encrypted under its owner's key. `personal` is what else says
something of a person. `plain` is what a row needs to be a row. A field that stands
in none of the three fails a test, so that this list cannot rot. The entries of `checkins`
stand in `checkins.privacy`: they are made from the table of answers, which lies to the right.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonalModel:
    """One model's fields by what they hold, who reads its rows, and how long they are kept."""

    readers: str
    kept: str
    words: str = ""
    personal: str = ""
    plain: str = ""

    @property
    def fields(self) -> list[str]:
        """Return every listed field name."""
        return f"{self.words} {self.personal} {self.plain}".split()


AUTHOR = "the author"
PAIR = "both partners"
WITH_ACCOUNT = "until the account is erased"
WITH_COUPLE = "until both accounts are erased"

FIELDS: dict[str, PersonalModel] = {
    "accounts.User": PersonalModel(
        readers="the person; the partner and the therapist the name; couples a therapist's name, first letter and domain "
        "of the address; staff a masked address",
        kept=WITH_ACCOUNT,
        personal="email name zone declined_zones language password data_key last_login created_at",
        plain="id is_active is_staff is_superuser groups user_permissions",
    ),
    "accounts.Therapist": PersonalModel(
        readers="the person; couples that invited them; staff",
        kept=WITH_ACCOUNT,
        personal="licence verified_at verified_by",
        plain="id user created_at",
    ),
    "accounts.LostText": PersonalModel(readers="staff", kept="30 days", plain="id model column row seen_at"),
    "accounts.SecondFactorReset": PersonalModel(
        readers="the person; staff",
        kept=WITH_ACCOUNT,
        personal="asked_at due_at done_at stopped_at",
        plain="id user asked_by",
    ),
    "notices.Reminder": PersonalModel(
        readers="the person",
        kept=WITH_ACCOUNT,
        personal="is_on local_time quiet_from quiet_to next_on next_due_at next_until week_is_ready has_heads_up",
        plain="id user",
    ),
    "notices.Delivery": PersonalModel(
        readers="staff: kind, state and times",
        kept="notices a week, letters 30 days after they are done with; address and letter until it is sent",
        words="address letter",
        personal="asks_check_in week_is_ready has_heads_up local_date",
        plain="id kind user state created_at due_at not_after claim lease_until attempts finished_at",
    ),
    "notices.Breaker": PersonalModel(readers="staff", kept="always the newest", plain="channel failures open_until"),
    "notices.Heartbeat": PersonalModel(readers="staff", kept="always the newest", plain="job beat_at"),
    "couples.Couple": PersonalModel(
        readers=f"{PAIR}; their therapist; staff dates",
        kept=WITH_COUPLE,
        personal="ended_at day_zones",
        plain="id created_at",
    ),
    "couples.Partner": PersonalModel(
        readers=f"{PAIR}: role; the person: the rest",
        kept=WITH_COUPLE,
        personal="role role_since role_before opened_at joined_at open_until",
        plain="id couple user is_current",
    ),
    "couples.Pause": PersonalModel(
        readers="the person alone", kept=WITH_ACCOUNT, personal="started_at ended_at", plain="id partner"
    ),
    "couples.Invitation": PersonalModel(
        readers="the inviter; the four words also who accepted; staff states",
        kept=WITH_ACCOUNT,
        words="address",
        personal="words accepted_by day_zone",
        plain="id inviter token_hash created_at expires_at sent_at accepted_at confirmed_at cancelled_at",
    ),
    "couples.MailedAddress": PersonalModel(
        readers="nobody: a keyed digest that counts mails to an address",
        kept="a week after the last mail",
        personal="digest last_at before_at",
        plain="id",
    ),
    "couples.Grant": PersonalModel(
        readers=f"{PAIR}; the therapist; staff states",
        kept=WITH_COUPLE,
        words="address",
        personal="therapist from_on",
        plain="id couple invited_by token_hash invite_expires_at created_at accepted_at active_at expires_at ended_at",
    ),
    "couples.Consent": PersonalModel(
        readers="the partner who gave it",
        kept=WITH_ACCOUNT,
        personal="level gives_on_guard given_at",
        plain="id grant partner",
    ),
    "couples.Topic": PersonalModel(
        readers="the author; with a couple both partners and the therapist",
        kept=WITH_ACCOUNT,
        words="name",
        plain="id author couple created_at retired_at",
    ),
    "couples.Session": PersonalModel(
        readers=f"{PAIR}; their therapist", kept=WITH_COUPLE, personal="held_on", plain="id couple noted_by"
    ),
    "couples.AccessEvent": PersonalModel(
        readers="its owner, or both partners without an actor",
        kept=WITH_COUPLE,
        personal="actor verb area happened_at",
        plain="id couple owner object_id",
    ),
    "couples.PhaseMove": PersonalModel(
        readers=f"{PAIR}; their therapist; nobody reads who moved it",
        kept=WITH_COUPLE,
        personal="phase is_paused reason moved_at moved_on moved_by",
        plain="id couple number",
    ),
    "couples.PhaseYes": PersonalModel(
        readers=PAIR, kept=WITH_ACCOUNT, personal="towards said_at", plain="id couple author after"
    ),
    "couples.ReadyWord": PersonalModel(
        readers=f"{PAIR}; their therapist", kept=WITH_ACCOUNT, personal="word said_at", plain="id couple author after"
    ),
    "couples.Readiness": PersonalModel(
        readers="the author; the therapist at numbers; the partner never",
        kept=WITH_ACCOUNT,
        personal="item answer answered_at",
        plain="id author couple",
    ),
    "repair.Promise": PersonalModel(
        readers="the author; the partner while it is shared; the therapist at words",
        kept=WITH_ACCOUNT,
        words="cue deed deadline_words noticed end_reason",
        personal="repeats weekdays first_on last_on made_on ended_at ended_on end_said_on ended_as",
        plain="id author couple made_at slot thread replaces",
    ),
    "repair.PromiseDate": PersonalModel(
        readers="as the promise",
        kept=WITH_ACCOUNT,
        words="owning",
        personal="due_on report reported_at told_on stands_on seen seen_at owned_at",
        plain="id author couple promise",
    ),
    "repair.PromiseNote": PersonalModel(
        readers="as the promise",
        kept=WITH_ACCOUNT,
        words="words",
        personal="added_at added_on",
        plain="id author couple promise",
    ),
    "repair.Question": PersonalModel(
        readers="the author; the partner from asking on until it is taken back; the therapist at words",
        kept=WITH_ACCOUNT,
        words="text need",
        personal="kind how asked_on closed_as closed_at",
        plain="id author couple answer_hours written_at asked_at answer_by slot follows",
    ),
    "repair.AnswerVersion": PersonalModel(
        readers="the author; the partner once it was sent; the therapist at words",
        kept=WITH_ACCOUNT,
        words="words",
        personal="is_all_known change asked_for sent_at sent_on",
        plain="id author couple question number written_at",
    ),
    "repair.Openness": PersonalModel(
        readers="the author; the partner while it is shared; the therapist at words",
        kept=WITH_ACCOUNT,
        words="words",
        personal="shared_on withdrawn_at",
        plain="id author couple shared_at",
    ),
    "repair.OpennessNote": PersonalModel(
        readers="as the openness",
        kept=WITH_ACCOUNT,
        words="words",
        personal="added_at",
        plain="id author couple openness",
    ),
    "repair.Agreement": PersonalModel(
        readers="the author; the partner while it is shared; the therapist at words",
        kept=WITH_ACCOUNT,
        words="offered why",
        personal="made_on review_on ends_on paused_at ended_at ended_on",
        plain="id author couple made_at",
    ),
    "repair.TimeOut": PersonalModel(
        readers="the caller; the partner while it is shared; the therapist that it was",
        kept=WITH_ACCOUNT,
        personal="started_on ends_at returned_at returned_on is_kept",
        plain="id author couple joined started_at is_open",
    ),
    "repair.TimeOutReturn": PersonalModel(
        readers="the author; the partner once both said theirs",
        kept=WITH_ACCOUNT,
        personal="said_at outcome",
        plain="id author couple time_out",
    ),
    "repair.CalmPlan": PersonalModel(
        readers="the author; the partner while it is shared; the therapist at words",
        kept=WITH_ACCOUNT,
        words="signal_words soothing",
        personal="changed_on",
        plain="id author couple changed_at",
    ),
    "repair.Repair": PersonalModel(
        readers="the author; the partner while it is shared; the therapist at words",
        kept=WITH_ACCOUNT,
        words="name",
        personal="kind done_by opened_on proposed_by proposed_at proposed_on closed_at closed_on rested_at rested_on"
        " rested_by_both",
        plain="id author couple opened_at time_out promise",
    ),
    "repair.RepairSide": PersonalModel(
        readers="the author; the partner once the step opened; the therapist at words",
        kept=WITH_ACCOUNT,
        words="words needed",
        personal="step passed landed written_at withdrawn_at",
        plain="id author couple repair opened_at",
    ),
    "repair.RepairNote": PersonalModel(
        readers="as the side", kept=WITH_ACCOUNT, words="words", personal="added_at", plain="id author couple side"
    ),
    "repair.RepairReopening": PersonalModel(
        readers="as the repair",
        kept=WITH_ACCOUNT,
        words="reason",
        personal="reopened_at reopened_on rested_at",
        plain="id author couple repair",
    ),
    "repair.SecondChance": PersonalModel(
        readers="the author; the partner while it is shared; the therapist at words",
        kept=WITH_ACCOUNT,
        words="missed again",
        personal="kind written_on withdrawn_at",
        plain="id author couple written_at",
    ),
    "repair.SecondChanceAnswer": PersonalModel(
        readers="as the second chance",
        kept=WITH_ACCOUNT,
        words="words",
        personal="reply answered_at",
        plain="id author couple chance",
    ),
    "repair.Acknowledgement": PersonalModel(
        readers="the author; the partner once a version was sent; the therapist at words",
        kept=WITH_ACCOUNT,
        personal="begun_on unlocked_at",
        plain="id author couple begun_at",
    ),
    "repair.AcknowledgementVersion": PersonalModel(
        readers="the author; the partner once it was sent; the therapist at words",
        kept=WITH_ACCOUNT,
        words="what wrong effect differently visible_if",
        personal="sent_on withdrawn_at",
        plain="id author couple acknowledgement number written_at sent_at",
    ),
    "repair.Landing": PersonalModel(
        readers=f"{PAIR}; the therapist at words",
        kept=WITH_ACCOUNT,
        words="needed",
        personal="landed answered_at answered_on",
        plain="id author couple version",
    ),
    "repair.Explanation": PersonalModel(
        readers="the author; the partner once it was asked for; the therapist from then on, at words",
        kept=WITH_ACCOUNT,
        words="words",
        personal="written_at written_on withdrawn_at",
        plain="id author couple acknowledgement number",
    ),
    "repair.ExplanationUnlock": PersonalModel(
        readers=PAIR, kept=WITH_ACCOUNT, personal="said_at", plain="id author couple acknowledgement"
    ),
    "repair.HardMoment": PersonalModel(
        readers="the author; the partner while it is shared; the therapist at words",
        kept=WITH_ACCOUNT,
        words="cue needed",
        personal="happened_on strength settled_minutes met shared_at withdrawn_at",
        plain="id author couple written_at",
    ),
    "repair.HardDate": PersonalModel(
        readers="the author; the partner while it is shared; the therapist at words",
        kept=WITH_ACCOUNT,
        words="name helps",
        personal="falls_on yearly notice_days withdrawn_at",
        plain="id author couple comes_on near_from heads_up_on made_at",
    ),
    "repair.HardDateLine": PersonalModel(
        readers="as the hard date",
        kept=WITH_ACCOUNT,
        words="words",
        personal="for_on",
        plain="id author couple hard_date written_at",
    ),
    "trajectory.WeeklyReading": PersonalModel(
        readers="the author; the therapist at summary, figures at numbers",
        kept=WITH_ACCOUNT,
        personal="record steps week",
        plain="id author version is_current input_hash engine_version computed_at",
    ),
    "trajectory.WeeklySummary": PersonalModel(
        readers=f"{PAIR} while the space is open; their therapist at the lower level",
        kept=WITH_COUPLE,
        personal="record week",
        plain="id couple version is_current input_hash engine_version computed_at",
    ),
    "trajectory.UnclosedWeek": PersonalModel(
        readers="staff", kept="until the week is closed", plain="id owner_id week problem happened_at"
    ),
    "trajectory.WordsAboutMe": PersonalModel(
        readers=AUTHOR, kept=WITH_ACCOUNT, personal="is_on since", plain="id author"
    ),
    "trajectory.SelfCheck": PersonalModel(
        readers="the author; the therapist at numbers, without `repair`; the partner never",
        kept=WITH_ACCOUNT,
        personal="safer calmer less_defence followed closer same_things repair month",
        plain="id author couple answered_at",
    ),
}
