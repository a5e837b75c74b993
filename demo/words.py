"""What made-up people write."""

# fmt: off
NAMES = (
    "Amal", "Anna", "Bela", "Bruno", "Carla", "Chidi", "Dana", "David", "Elif", "Emre", "Fatou",
    "Felix", "Greta", "Hana", "Igor", "Ines", "Ivo", "Jana", "Jonas", "Kai", "Lea", "Leo", "Lina",
    "Luca", "Malik", "Mara", "Mila", "Nadia", "Noah", "Nora", "Olga", "Omar", "Paula", "Pavel", "Rosa",
    "Sami", "Sara", "Theo", "Tilda", "Yara", "Zoe",
)
# fmt: on
WORDS_FOR_US = (
    (
        "Today was heavy. I kept going back over the same evening in my head.",
        "I snapped when you asked about the weekend. I was scared, not angry with you.",
        "I could not look at your phone on the table without a knot in my stomach.",
        "I know you came home on time. It did not settle me, and that is not your doing today.",
        "I said too little again. I will try to answer properly tomorrow.",
        "The song in the car hit me. I needed a while.",
    ),
    (
        "You told me about the call before I asked. That helped.",
        "Walking after dinner was good. I would like that again.",
        "I noticed that you put the phone away when we talked.",
        "It was an ordinary day, and ordinary felt nice.",
        "Thank you for staying in the room when it got hard.",
        "We laughed about the burnt rice. I had missed that.",
        "I felt calmer when you said where you would be.",
    ),
)
DEEDS = (
    "You made tea and did not ask for anything.",
    "You called when the train was late.",
    "You picked up the children so that I could sleep.",
    "You showed me the bank letter the day it came.",
    "You listened for half an hour without explaining.",
    "You cleaned the kitchen after a long day.",
    "You said sorry before I had to bring it up.",
)
SHOWN = (
    "That you think of me when I am not there.",
    "That you mean what you said.",
    "That you can be patient.",
    "That we are still a team.",
    "",
)
