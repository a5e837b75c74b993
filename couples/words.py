"""Four plain words that both see, so that each knows who joined."""

import secrets
from pathlib import Path

WORDS = (Path(__file__).parent / "words.txt").read_text().split()


def four_words() -> str:
    """Return four different words, drawn at random."""
    return " ".join(secrets.SystemRandom().sample(WORDS, 4))
