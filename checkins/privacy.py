"""This app's part of the list of personal fields (`trustrebuild.privacy`); answers come from their table."""

from checkins.answers import AnswerKind, Whose, columns
from trustrebuild.privacy import WITH_ACCOUNT, PersonalModel

NUMBERS = [kind for kind in AnswerKind if kind is not AnswerKind.WORDS]


def _answered(whose: Whose, *kinds: AnswerKind) -> str:
    return " ".join(columns(whose, *kinds))


FIELDS: dict[str, PersonalModel] = {
    "checkins.CheckIn": PersonalModel(
        readers="the author; the partner once it opened; the therapist at the author's level",
        kept=WITH_ACCOUNT,
        words=_answered(Whose.SHARED, AnswerKind.WORDS),
        personal=f"local_date zone submitted_at withdrawn_at {_answered(Whose.SHARED, *NUMBERS)}",
        plain="id author couple changed_at is_added_later",
    ),
    "checkins.OwnAnswers": PersonalModel(
        readers="the author; made into figures for the therapist at numbers; the partner never",
        kept=WITH_ACCOUNT,
        words=_answered(Whose.OWN, AnswerKind.WORDS),
        personal=_answered(Whose.OWN, *NUMBERS),
        plain="id author check_in",
    ),
    "checkins.DayPack": PersonalModel(
        readers="the author; made into figures as the check-ins and own answers it is a copy of",
        kept=WITH_ACCOUNT,
        personal="began_on first_on couples days",
        plain="author format",
    ),
    "checkins.OpensByClock": PersonalModel(
        readers="nobody; it keeps a date that the author took back from opening early",
        kept="a week after its date",
        personal="local_date",
        plain="id author",
    ),
    "checkins.PrivateWords": PersonalModel(
        readers="the author alone",
        kept=WITH_ACCOUNT,
        words="words",
        personal="local_date changed_at",
        plain="id author",
    ),
    "checkins.CheckInNote": PersonalModel(
        readers="as the check-in", kept=WITH_ACCOUNT, words="words", personal="added_at", plain="id check_in author"
    ),
    "checkins.Appreciation": PersonalModel(
        readers="the author; the partner once delivered; the therapist at words",
        kept=WITH_ACCOUNT,
        words="deed shows",
        personal="written_on answer answered_at withdrawn_at",
        plain="id author couple written_at delivered_at",
    ),
}
