"""What is said about a marked phrase: why its kind stings, and a better form for its rule."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class HedgeKind(StrEnum):
    """How a phrase takes something back from an owning; the value names its file in phrases/."""

    HEDGE = "hedge"
    MINIMISE = "minimise"
    DEFLECT = "deflect"
    RUSH = "rush"
    FORGIVENESS = "ask-forgiveness"


REASONS = {
    HedgeKind.HEDGE: _(
        "This leaves a part of it open: that it happened, who did it, or that it was wrong. Your partner knows."
    ),
    HedgeKind.MINIMISE: _("This makes it smaller than it is for the one who carries it."),
    HedgeKind.DEFLECT: _(
        "This hands part of it to somebody or something else. It can feel like being blamed for being hurt."
    ),
    HedgeKind.RUSH: _("This puts a clock on the hurt. Being hurried can open it again."),
    HedgeKind.FORGIVENESS: _("This asks your partner to look after you. What you own can stand without an answer."),
}

BETTER = {
    "conditional apology": _("Say it without the condition: “I am sorry that I …”, and what you did."),
    "if I hurt you": _("You know whether you did. “I hurt you when I …”"),
    "sorry that you feel": _("Be sorry for what you did, not for the feeling: “I am sorry that I …”"),
    "to the extent": _("Leave the measure out: say what you did, and what it did."),
    "may have": _("You were there. Say what you did, without “may”, “maybe” or “I guess”."),
    "in my defence": _("Let it stand alone. The explanation has its own place, when your partner asks for it."),
    "it just happened": _("Put yourself back in the sentence: “I did it. I decided to.”"),
    "things happened": _("Say who did it: “I said …”, “I broke …”, “I spent …”"),
    "sorry, but": _("Stop before the “but”. What comes after it is what will be heard."),
    "I know, but": _("Stop before the “but”. The explanation has its own place, when your partner asks for it."),
    "it was only": _("Leave “only” and “just” out, and say the whole of it."),
    "I was only": _("What you meant can wait. Say what you did, and what it did."),
    "I meant well": _("What you meant can wait. Say what you did, and what it did."),
    "not that bad": _("Let your partner say how big it is. Say what it was."),
    "a small mistake": _("Call it by its full name: “I lied”, “I chose to …”"),
    "you're overreacting": _("The reaction fits the hurt. “I see what this did to you.”"),
    "you made me": _("Say your own part: “I chose to …”"),
    "your fault": _("Leave the sharing out of blame for another day. “This part is mine: …”"),
    "if you hadn't": _("Say your own part first: “I could have … and I did not.”"),
    "you never": _("What you needed can have a talk of its own. Here, say what you did."),
    "you always": _("What your partner did can have a talk of its own. Here, say what you did."),
    "you too": _("What your partner did can have a talk of its own. Here, say what you did."),
    "you should have": _("Leave out what your partner should have done. “I should have …”"),
    "but you": _("Stop before “but you”. Here, say only what you did."),
    "because you": _("A reason that starts with “you” is heard as blame. “I did it because I …”"),
    "we both": _("Speak for yourself here: “I …” instead of “we both …”"),
    "everyone does it": _("What others do changes nothing for your partner. Say what you did."),
    "it was the drink": _("It may explain; it does not decide. “I drank, and I chose to …”"),
    "when will you": _("“Take the time you need. I am here.”"),
    "can we move on": _("“We go at your pace.”"),
    "it's been months": _("Time alone heals little. “It still hurts, and I am here.”"),
    "stop bringing it up": _("“Bring it up whenever you need to. I will listen.”"),
    "I already said sorry": _("“I will say it as often as it helps you to hear it.”"),
    "forgive me": _("“You do not have to forgive me. I am sorry that I …”"),
    "tell me we are okay": _("Take the worry to a friend, or to your own notes. Here: “I see what I did to you.”"),
    "please don't be angry": _("“You can be as angry as you are. I am here.”"),
    "another chance": _("Ask for nothing here. Say what you will do, and by when."),
    "I can't live with your anger": _("Your pain is real, and it needs another ear. Here: “I see what I did to you.”"),
}
