"""What the You page asks beside name and reminder."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from couples.access import Standing
from kit.fields import OnceForm, ShortLine

LONGEST_TOPIC = 40


class TopicForm(OnceForm):
    """A topic of hard talks in the person's own words; sharing it is offered only where it can be shared."""

    topic = ShortLine(label=_("Another topic"), longest=LONGEST_TOPIC)
    shared = forms.BooleanField(label=_("For both of us: my partner sees this topic too"), required=False)

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if standing.shares_with is None:
            del self.fields["shared"]
