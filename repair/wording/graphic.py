"""Whether a question asks for bodily detail, so that a night's rest may be offered; it never blocks."""

import re

# Words of bodies and acts, and the turns that ask for detail of them.
DETAIL = (
    r"sex\w*|naked|nude\w*|undress\w*|orgasm\w*|climax\w*|position|positions|oral|penis|vagina|breasts?|nipples?|genitals?|"
    r"condoms?|masturbat\w*|intercourse|kinky|lingerie|underwear|moan\w*|cum|came inside|blow ?job|fuck\w*|screw\w*|"
    r"foreplay|porn\w*|nudes|sext\w*|strip\w*|bra|panties|erect\w*|penetrat\w*",
    r"(?:in|on|into) (?:our|the|his|her|their|my|your) bed\b|sleep with|slept with|sleeping with|make love|made love|making love",
    r"kiss\w*|touch\w*|better in bed|good in bed|what did (?:you|she|he|they) wear|body|bodies|how did (?:it|she|he) feel",
)
PATTERN = re.compile("|".join(rf"\b(?:{words})\b" for words in DETAIL))


def asks_for_detail(text: str) -> bool:
    """Say whether a question asks for what leaves pictures behind."""
    return bool(PATTERN.search(" ".join(re.findall(r"\w+", text.casefold()))))
