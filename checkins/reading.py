"""What is read each time a check-in is written, built once; the locks among them are held for the writing."""

from datetime import date

from django.db.models import DateField, QuerySet, UUIDField

from accounts.models import User
from checkins.models import CheckIn, PrivateWords
from couples.models import Couple
from trustrebuild.prepared import Prepared, Slot


def _theirs(couple: Slot, on: Slot, user: Slot) -> QuerySet[CheckIn]:
    day = CheckIn.objects.filter(couple=couple, local_date=on).exclude(author=user)
    return day.select_for_update(of=("self",)).select_related("own")


def _of_a_date(user: Slot, on: Slot) -> QuerySet[CheckIn]:
    return CheckIn.objects.of(user).filter(local_date=on).select_related("own")


lock_person = Prepared(
    lambda pk: User.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk"), pk=UUIDField()
)
lock_couple = Prepared(
    lambda pk: Couple.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk"), pk=UUIDField()
)
lock_theirs = Prepared(_theirs, couple=UUIDField(), on=DateField(), user=UUIDField())
_check_in_of = Prepared(_of_a_date, user=UUIDField(), on=DateField())
private_words = Prepared(
    lambda user, on: PrivateWords.objects.visible_to(user).filter(local_date=on), user=UUIDField(), on=DateField()
)


def written(user: User, on: date) -> CheckIn | None:
    """Return what a person wrote for a date, if they did."""
    for check_in in _check_in_of(user=user.pk, on=on):
        check_in.author = user
        return check_in
    return None
