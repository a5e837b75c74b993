"""What is read each time a check-in is written, built once; the locks among them are held for the writing."""

from django.db.models import DateField, Q, QuerySet, UUIDField

from accounts.models import User
from checkins.models import CheckIn, PrivateWords
from couples.models import Partner
from trustrebuild.prepared import Prepared, Slot


def _theirs(couple: Slot, on: Slot, user: Slot) -> QuerySet[CheckIn]:
    day = CheckIn.objects.filter(couple=couple, local_date=on).exclude(author=user)
    return day.select_for_update(of=("self",)).select_related("own")


def _of_both(user: Slot, couple: Slot, on: Slot) -> QuerySet[CheckIn]:
    day = CheckIn.objects.filter(Q(author=user) | Q(couple=couple), local_date=on)
    return day.select_for_update(of=("self",)).select_related("own").order_by("author_id")


def _with_the_couple(partner: Slot) -> QuerySet[Partner]:
    locked = Partner.objects.select_for_update(no_key=True, of=("user", "couple"))  # in this order, as everywhere
    return locked.select_related("user", "couple").only("user__id", "couple__id").filter(pk=partner)


lock_person = Prepared(
    lambda pk: User.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk"), pk=UUIDField()
)
lock_with_couple = Prepared(_with_the_couple, partner=UUIDField())
lock_theirs = Prepared(_theirs, couple=UUIDField(), on=DateField(), user=UUIDField())
lock_day = Prepared(_of_both, user=UUIDField(), couple=UUIDField(), on=DateField())
private_words = Prepared(
    lambda user, on: PrivateWords.objects.visible_to(user).filter(local_date=on), user=UUIDField(), on=DateField()
)
