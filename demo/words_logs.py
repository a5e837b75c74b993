"""Words of made-up repair logs, hard moments and acknowledgements, from everyday life."""

LOGS = (
    (
        "The evening with my sister",
        "I came in and nobody looked up.",
        "I was late and I knew it.",
        "tired, and two phones",
    ),
    ("The bill on the table", "I found it under the papers.", "I hid it because I was ashamed.", "money said too late"),
    ("Sunday morning", "I asked twice and heard a sigh.", "I answered without listening.", "mornings without coffee"),
    ("The drive home", "It went silent after the bridge.", "I closed the talk with a joke.", "hard talks in the car"),
    (
        "The call at dinner",
        "The phone lay face down again.",
        "I took the call and left you there.",
        "work at the table",
    ),
)
OWNINGS = (
    "I left you alone with it. It was wrong, and you went to bed thinking it was you.",
    "I raised my voice. It was wrong, and it scared you.",
    "I said I would call and I did not. You waited for an hour because of me.",
)
CHANCES = (
    ("bid", "You showed me the photo and I kept typing.", "Show me again tonight; the phone stays in the hall."),
    ("bitter", "I heard “fine” and left it at that.", "Tell me what was not fine; I only listen."),
    ("debate", "I argued about the word and missed the point.", "Say it again, and I say back what I heard."),
)
CUES = (
    "a song in the shop",
    "the street with the café",
    "a message sound",
    "the smell of that coat",
    "a film we stopped",
)
NEEDED = ("a hand, no words", "to hear where you are", "ten minutes outside", "to ask one question")
PLANS = (
    ("red light", "a walk around the block\ncold water\nmusic without words"),
    ("a raised hand", "tea\nbreathing out slowly"),
)
ACKNOWLEDGEMENT = {
    "what": "I wrote to somebody else for five months and told you there was nothing.",
    "wrong": "It was wrong. I lied to you, and I went on when you asked.",
    "effect": "You doubted your own eyes. You slept badly and stopped calling your friends.",
    "differently": "I answer the first time you ask, and I tell you first when she writes.",
    "visible_if": "You hear it from me the same day, before you have to ask.",
}
HARD_DATE = ("the day I found the messages", "a walk together, and no plans in the evening")
LINE = "I know what day it is. I am home at four, and we walk."
