"""Words for the screen: ready, or put into the reader's language when they are shown."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:  # Django has no name for what `gettext_lazy` gives
    from django_stubs_ext import StrOrPromise as Words
else:
    Words = str | Promise

__all__ = ["Words"]
