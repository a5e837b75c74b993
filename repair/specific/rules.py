"""What makes each part of a promise vague, as patterns over plain lower-case words, and why.

The first rule that fits gives the reason. Words in a pattern stand between word borders;
`...` stands for up to three words.
"""

from django.utils.translation import gettext_lazy as _

FEELING = _("This is how you want to be. Say one thing you will do that both of you can see.")
TRYING = _("This leaves a way out. Say what you will do, even if it is small.")
MORE = _("More than what? Say how much, how often, or which one thing.")
NOT_AGAIN = _("That something does not happen can only be seen when it is too late. Say what you will do instead.")
ABSOLUTE = _("Nobody can see always or never on one evening. Say what you will do on the days it matters.")
WORKING = _("This names what it is about, not what you will do. Say the first thing you will do.")
SHORT = _("Say what you will do in a few words more.")
THEIRS = _("A promise is your own. Say what you will do yourself.")
ANYTIME = _("This could be any time. Say the moment both of you will recognise.")
OPEN_END = _("This has no end. Say a time, a day, or a moment such as “before we go to bed”.")
UNSEEN = _("Only one of you could know this. Say what both of you can see or hear.")

VIRTUES = (
    "honest|open|careful|patient|present|faithful|loyal|trustworthy|reliable|considerate|attentive|respectful|"
    "supportive|understanding|mindful|transparent|good|nice|kind|calm|different|truthful|loving|caring|responsible|"
    "accountable|committed|dependable|fair|sensitive|thoughtful|aware|involved|available|affectionate|romantic"
)

DEED = (
    (
        r"(?:you|he|she|they|my (?:wife|husband|partner)) (?:will|must|should|have to|has to|need to|needs to)|"
        r"make (?:sure )?you\b|let you (?:be|know that you)",
        THEIRS,
    ),
    (r"try|attempt|hope|maybe|perhaps|possibly|probably|do my best|give my best|make an effort|aim to", TRYING),
    (
        r"strive|(?<!you )(?<!they )(?<!we )(?:intend|plan to|want to|should|might|could)|"
        r"if i can|if possible|as (?:much|well|good|often|best) as",
        TRYING,
    ),
    (r"never|always|forever|all the time|every single time|no matter what|for ever", ABSOLUTE),
    (
        r"(?:not|no longer|stop|quit|avoid|don t|won t) (?:lie|lying|"
        r"cheat|cheating|hurt|hurting|disappoint\w*|hide|hiding)",
        NOT_AGAIN,
    ),
    (
        r"(?:not|no longer|stop|quit|avoid) (?:let ... down|do (?:it|"
        r"that|this)|doing (?:it|that|this)|repeat\w*|betray\w*)",
        NOT_AGAIN,
    ),
    (
        r"(?:not|no longer|stop|quit|avoid) (?:be|being|get|getting|act|"
        r"acting|drink|drinking|argue|arguing|yell|yelling|shout\w*)",
        NOT_AGAIN,
    ),
    (
        rf"be (?:more|less|much|a lot|so|very|really|totally|completely|"
        rf"fully|100)? ?(?:{VIRTUES}|better|nicer|kinder|calmer|closer)",
        FEELING,
    ),
    (
        r"be (?:more|less|so|too) \w+|be (?:a|an|the) ... ?(?:partner|"
        r"husband|wife|man|woman|person|father|mother|parent|friend)",
        FEELING,
    ),
    (
        r"be there(?: for you)?$|be there for|be on your side|be myself|become|"
        r"grow|change (?:myself|my ways?|my behaviou?r|my attitude|for)",
        FEELING,
    ),
    (
        r"(?:love|respect|appreciate|value|cherish|support|understand|"
        r"trust|honou?r|protect|forgive|prioriti[sz]e|put) you",
        FEELING,
    ),
    (
        r"(?:feel|think) (?:of|about|more|before)|remember|"
        r"realise|realize|keep in mind|take ... seriously|care",
        FEELING,
    ),
    (
        r"show (?:you )?(?:that|how|more|love|respect|affection|interest|effort)|"
        r"prove|earn|make it up|make (?:you|it|us) (?:happy|right|better|work)",
        FEELING,
    ),
    (
        r"work on|focus on|deal with|handle|manage|improve|fix|"
        r"sort ... out|get help|make progress|make changes|step up",
        WORKING,
    ),
    (
        r"change$|do better|do more|do my part|do (?:what|"
        r"whatever) ... ?(?:takes|can|right)|do the right thing|do things",
        WORKING,
    ),
    (
        r"communicate|treat you|behave|act (?:like|better|differently|right|"
        r"responsibly)|take (?:more )?responsibility|take care of (?:you|us|things)",
        WORKING,
    ),
    (
        r"spend (?:more |quality |some |better )?time|have quality time|"
        r"listen(?: (?:to you|more|better|carefully))?$|help(?: (?:you|out|more))*$",
        MORE,
    ),
    (
        r"pay (?:more |better )?attention|make (?:more )?time|talk (?:more|"
        r"to you|about things|about my feelings)?$|share (?:more|everything)",
        MORE,
    ),
    (
        r"tell you (?:everything|more|the truth|things)$|open up|check in(?: more)?$|"
        r"contribute|participate|keep you (?:informed|updated|posted)",
        MORE,
    ),
    (
        r"(?:more often|less often|more frequently|more quickly|regularly|"
        r"frequently|often|sometimes|now and then|from time to time|a lot|much)",
        MORE,
    ),
    (
        r"(?:earlier|sooner|later|faster|quicker|more|less|better)$|"
        r"(?:drink|spend|work|play|smoke|argue|complain) less",
        MORE,
    ),
)
CUE = (
    (
        r"always|never|every time|all the time|whenever i can|^i can$|^possible$|"
        r"whenever possible|if possible|in general|generally",
        ANYTIME,
    ),
    (
        r"from now on|some ?day|^one day$|some ?time|sometimes|at some point|"
        r"soon(?! as)|^later$|eventually|in (?:the )?future|going forward",
        ANYTIME,
    ),
    (
        r"(?:i )?(?:have|get|find) (?:the |some |enough )?time|"
        r"feel like it|i am ready|the time is right|in the mood",
        ANYTIME,
    ),
    (
        r"needed|necessary|it matters|it counts|it is important|things (?:are|"
        r"get) \w+|it (?:gets|is) (?:hard|difficult|bad|tough)|appropriate",
        ANYTIME,
    ),
    (
        r"^(?:something|anything|it|things|life|stuff)(?: happens|"
        r" comes up| goes wrong)?$|^(?:often|daily life|the day)$",
        ANYTIME,
    ),
)
DEADLINE = (
    (
        r"soon(?! as)|soon as (?:possible|i can|we can)|asap|some ?day|^one day$|some ?time|"
        r"sometimes|eventually|at some point|^later$|in time$|in due time|when i can",
        OPEN_END,
    ),
    (
        r"when possible|whenever|next time|the near future|in (?:the )?future|"
        r"forever|always|never|from now on|every time|no (?:date|time|idea)",
        OPEN_END,
    ),
    (
        r"not sure|don t know|we (?:will|ll) see|open|the end$|"
        r"a while|quickly|immediately if|over time|gradually|whatever",
        OPEN_END,
    ),
)
NOTICED = (
    (
        r"(?:you|we|she|he) (?:will|ll|can|would) (?:see|notice|"
        r"feel|know|sense|tell)(?: it| that| the difference| me)?$",
        UNSEEN,
    ),
    (
        r"trust me|believe me|my word|i (?:will|ll) know|i (?:just )?know|"
        r"i (?:will|ll) feel|you (?:will|ll)? ?feel|in my heart|somehow",
        UNSEEN,
    ),
    (
        r"things (?:will )?(?:get|be|feel|are) (?:better|different|calmer|"
        r"good)|we are (?:happier|closer|happy)|not sure|don t know|it shows",
        UNSEEN,
    ),
)
