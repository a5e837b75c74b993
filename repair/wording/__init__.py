"""The hedge check: mark the phrases with which an owning takes itself back.

`marks(text)` reads a text in memory and returns the phrases that hedge, minimise, deflect, rush or ask for
forgiveness, each with the reason why it stings and a better form. It never blocks, stores or sends anything.
"""

from repair.wording.checker import HedgeMark, marks
from repair.wording.words import HedgeKind

__all__ = ["HedgeKind", "HedgeMark", "marks"]
