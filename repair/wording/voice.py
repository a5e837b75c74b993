"""Whose voice is speaking: what an author reports or disowns is owning, not hedging."""

import re

from repair.wording.rules import placed
from repair.wording.words import Kind

# How much of a long sentence is read around a phrase; it keeps the time in step with the length of the text.
WINDOW = 180

# Where the reach of "I told you that …" ends: a sentence, a turn, or a new clause that is no part of the report.
CLAUSE_ENDS = re.compile(r" (?:[.?]|but|so|yet)(?= )| ,(?= (?!(?:that|or|nor|and that|and|as if|like|and how) ))")
NEW_SUBJECT = re.compile(r" and (?=(?:you|i|we|why|when|how|can|now) )")

REPORTS = placed(
    "unless_before",
    # "I told you …", "I kept asking …", "I let you think …", "I made out …"; not "I already told you …"
    "(i|we|you|he|she|they) ((have|had|did|would|just|then|once|always|even|often|repeatedly|also|both|kept|keep|used to"
    "|tried to|started|began|wrongly|falsely) )?((have|had|kept|keep|to|even) )?"
    "(told|tell|tells|telling|said|saying|claimed|claim|claiming|pretended|pretending|insisted|insisting|swore|convinced"
    "|argued|arguing|thought|believed|assumed|figured|decided|hoped|expected|expecting|wanted|asked|asking|begged"
    "|begging|demanded|demanding|pushed|pushing|pressured|pressuring|pressed|urged|rushed|called|calling|treated"
    "|acted|implied|suggested|hinted|promised|joked|shouted|screamed|yelled|snapped|texted|wrote|replied|answered"
    "|excused|repeated|wished|reckoned|hiding behind|hid behind)"
    "|(made|make|let|had|have|leave|left) you (to )?(think|believe|thinking|believing|feel|feeling)"
    "|(made|make) (out|it (sound|look|seem|out)|you (sound|look|seem))"
    "|(telling|told|convincing|persuading|convinced) (myself|you|everyone|people)",
)
DISOWNED = placed(
    "unless_before",
    "(not|never|no longer|nor|without|stop|stopped|stopping|instead of|rather than|cannot|neither)"
    "( (going|here|trying|want|about|ever|even|just|simply|now|again|be|to))?( (to|be|going))?( (to|try to))?"
    " (say|saying|tell|telling|ask|asking|expect|expecting|claim|claiming|pretend|pretending|call|calling|argue|arguing"
    "|need|needing|want|wanting|demand|demanding|beg|begging|hide|hiding|blame|blaming|use|using|push|pushing|pressure"
    "|pressuring|rush|rushing|excuse|excusing|suggest|suggesting|treat|act|imply|wait for|waiting for|require|owe"
    "|deserve|entitled|fair|okay|acceptable|true|enough|say that)"
    "|(do|does|did|will|would|should) not (have|need|want|owe)"
    "|not for me to|not my place to|no (right|business|need|pressure|reason|rush|hurry|excuse|obligation)"
    "( for (you|me))?( to)?( (say|ask|tell|expect|demand|claim|call|pretend))?"
    "|could (say|tell you|blame|claim|argue|pretend|call)"
    "|(easy|easier|tempting|simple|simpler|convenient|nice|comfortable|handy) (for me )?to (say|tell|think|call|claim"
    "|blame|believe|pretend|ask|talk)"
    "|(wrong|unfair|cruel|cowardly|selfish|dishonest|unkind|mean|awful|shameful|stupid) (of me |for me )?to"
    "|should (not|never) have (said|told|asked|called|made|pushed|pressured|expected|demanded|acted|pretended|claimed"
    "|treated|begged|wanted|suggested|implied|tried)"
    "|(used to|wanted to|tempted to|going to) (say|tell|ask|think|call|claim|pretend|beg)"
    "|as if|as though|like it (was|were|is)|instead of",
)
# "for telling you …", "calling it …", but neither "I am begging you" nor "I am just saying".
GERUNDS = re.compile(
    r"(?<! am)(?<! are)(?<! keep)(?<! just)(?<! only)(?<! was) (?:saying|telling|asking|calling|pretending|expecting|acting|treating"
    r"|pushing|pressuring|begging|demanding|claiming|insisting|suggesting|implying|excusing|describing|dismissing|believing)(?= )"
)
DEFENSIVE = re.compile(
    r" (?:already|like i|as i|as you|all i|am|keep) (?:told|said|say|saying|telling|asking|begging|wanted)(?= )"
)

DISOWNED_AFTER = placed(
    "unless_before",
    "(that|this|it|which|all of (it|that)|none of (it|that)|both|those|these|and that)( (is|was|were|are|be))"
    " (~2(a lie|lies|not true|untrue|false|my excuse|an excuse|excuses|my excuses|nonsense|rubbish|bullshit|not the truth)"
    "|no excuse|(what|how) i (told|said|kept|called|used|wanted|hid|claimed|let)|me (hiding|lying|making|minimising|blaming"
    "|dodging|excusing|covering)|the (lie|story|excuse) i)"
    "|(is|was) (what|how) i (told|said|kept|called|used to)"
    "|(no|not an|never an|not a good|not any) excuse|(does|do|did|will) not (excuse|justify|make it (okay|right|better|all right))"
    "|i (told|kept telling) (you|myself) (?=[.,?])|i used to (say|tell)|i (kept )?(said|saying|told you|telling you)"
    " (?=[.?])|none of that (is|was) true|i was lying|i lied about that|but i did( it)? (?=[.,?])|but (that is|it is|that was"
    "|it was) no (excuse|reason)",
)


def is_own_voice(before: str, after: str) -> bool:
    """Tell whether the author says a phrase now, as their own, from the words before and after it."""
    if any(pattern.search(before) for pattern in (DISOWNED, GERUNDS)):
        return False
    if REPORTS.search(before) and not DEFENSIVE.search(before):
        return False
    return not DISOWNED_AFTER.search(after)


def clause_before(plain: str, start: int, kind: Kind) -> str:
    """Return the clause up to `start`, with a space at both ends."""
    window = plain[max(0, start - WINDOW) : start]
    ends = [found.end() for found in CLAUSE_ENDS.finditer(window)]
    if kind in (Kind.DEFLECT, Kind.RUSH, Kind.FORGIVENESS):
        ends += [found.end() - 1 for found in NEW_SUBJECT.finditer(window)]
    return window[max(ends, default=0) :]


def rest_after(plain: str, end: int) -> str:
    """Return the rest of the sentence after `end` and the sentence after it."""
    window = plain[end : end + WINDOW]
    stops = [found.end() for found in re.finditer(r" [.?](?= )", window)]
    return window[: stops[1]] if len(stops) > 1 else window
