"""What made-up people write in the repair room."""

PROMISES = (
    ("I leave work", "write you when I will be home", "six in the evening", "the message is on your phone"),
    ("we sit down to eat", "put my phone in the hall drawer", "before the first bite", "the table is empty of phones"),
    ("a bill comes", "put it on the kitchen table unopened", "the same day", "we open it together"),
    ("dinner is over", "wash up and wipe the table", "before we sit down again", "the sink is empty"),
    ("plans change during the day", "call you and say where I am", "within an hour", "the call is in your list"),
    ("it is time for bed", "tell you one thing of my day", "before the light is out", "you have heard it"),
)
CHANGES = ("My shifts moved to the morning.", "It was too much on Fridays.", "We found a time that suits us both.")
OWNED = (
    "I forgot, and you sat there waiting. I have put it into my calendar now.",
    "I put it off until it was too late. That was mine. You had to ask again.",
    "I was annoyed and let it go. You could not know why.",
)
OPENNESS = (
    "She wrote to me on my birthday. I did not answer. You can read it.",
    "I had lunch with the whole team, he was there too. We did not speak alone.",
    "I spent forty more than we said. The receipt is on the table.",
    "I will be late on Thursday because of the review. I wanted you to know today.",
    "I nearly told you it was fine. It was not fine, I was ashamed.",
)
QUESTIONS = (
    ("Who else knew about it?", "fact", "My brother knew since March. Nobody else."),
    ("When did you last write to each other?", "fact", "On the second of February. I blocked the number that day."),
    ("Why did you not tell me in January?", "why", "I was afraid you would leave, and I hoped it would go away."),
    ("How did it feel when I found out?", "feeling", "Ashamed. And relieved that I did not have to hide any more."),
    ("What will you do if she calls?", "future", "Not pick up, and tell you the same hour."),
    ("How much is still on that card?", "fact", "Nothing. It is closed; the letter is in the blue folder."),
    ("What did you tell your parents?", "fact", "That I hurt you and that it was my doing."),
)
NEEDS = (
    "not to be the last one to know",
    "to stop turning it over at night",
    "to know where I stand",
    "",
)
AGREED = ("The bank statement, when it comes", "so that money needs no asking for a while")
