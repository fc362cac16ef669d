"""Lines of the trail in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils import timezone

from belong.insight import words
from belong.insight.words import say, say_n
from belong.people.trail import Verb
from belong.people.trail_reading import Told

OF_ONE = {
    Verb.CHILD_SEEN: "opened a page about {whom}",
    Verb.CHILDREN_LISTED: "saw {whose} name on a page",
    Verb.PATTERNS_SEEN: "read a pattern in {whose} marks",
    Verb.ABSENT_SEEN: "saw {whose} name on a list of who missed some sessions",
    Verb.CHILDREN_SEARCHED: "found {whom} in a search",
    Verb.CHILDREN_EXPORTED: "saved a file with only {whom} in it",
    Verb.CHILD_MARKS_EXPORTED: "saved {whose} marks to a file",
    Verb.HISTORY_SEEN: "saw what changed in {whose} marks",
    Verb.CHANGES_SEEN: "saw what a file changes for {whom}",
    Verb.MARK_CORRECTED: "put one of {whose} marks right",
    Verb.CHILDREN_MERGED: "joined two records of {whom}",
    Verb.NUMBER_RECOGNISED: "said that a number in a file is {whose}",
    Verb.LOOKS_SEEN: "saw who had looked",
    Verb.LOOKS_PRINTED: "opened the copy that is for {whom}",
    Verb.LOOKS_EXPORTED: "saved who had looked to a file",
    Verb.TRAIL_SEARCHED: "searched who had looked at {whom}",
    Verb.TRAIL_EXPORTED: "saved a search of who had looked to a file",
    Verb.CHILDREN_OF_ADULT_SEEN: "saw {whose} name beside an adult's",
    Verb.ACT_SET: "set a small act down for {whom}",
    Verb.ACT_TAKEN_BACK: "took back a small act planned for {whom}",
    Verb.ACT_DONE: "did a small act for {whom}",
    Verb.ACT_SAID: "wrote down what came of a small act for {whom}",
    Verb.PROFILE_WRITTEN: "wrote down what helps {whom}",
    Verb.PROFILE_AGREED: "wrote down that {whom} agreed to what stands about what helps",
    Verb.CHECKIN_AGREED: "wrote down a check-in agreed with {whom}",
    Verb.CHECKIN_ENDED: "ended a check-in with {whom}",
    Verb.CHECKIN_DONE: "wrote down a check-in with {whom}",
    Verb.CHECKIN_TAKEN_BACK: "took back what was written down of a check-in with {whom}",
    Verb.CHECKIN_HELPS: "wrote down whether check-ins help {whom}",
    Verb.GOOD_NOTICED: "noticed something good about {whom}",
    Verb.GOOD_TAKEN_BACK: "took back something good written about {whom}",
    Verb.GOOD_SHARED: "shared something good about {whom} with home",
    Verb.WAY_HOME_CHOSEN: "wrote down how {whose} home likes to hear good things",
    Verb.OBSERVED: "left a word about how {whom} seemed",
    Verb.OBSERVATION_KEPT: "kept a word about how {whom} seemed",
    Verb.OBSERVATION_TAKEN_BACK: "took back a word about how {whom} seemed",
    Verb.ARRIVED: "said at the gate that {whom} came, or tried to",
    Verb.ARRIVAL_TAKEN_BACK: "took back what was said of {whom} at the gate",
    Verb.FIRST_DAY_TRIED: "wrote down a try to reach {whose} home",
    Verb.IN_TOUCH: "wrote down that somebody was in touch about {whom}",
    Verb.IN_TOUCH_TAKEN_BACK: "took back that somebody was in touch about {whom}",
    Verb.WAY_TO_REACH: "wrote down how somebody close to {whom} likes to be reached",
    Verb.KEPT_IN_MIND: "wrote down how {whom} is kept in mind over a holiday",
    Verb.STILL_BUILDING: "wrote down what was tried to get to know {whom}",
    Verb.DAY_AHEAD_SAID: "said that a day will be different, or took it back",
    Verb.ASKED_TO_TALK: "passed on that {whom} would like to talk to somebody",
    Verb.NAMED_ANSWERED: "wrote down what {whom} answered by name",
    Verb.NAMED_REPLIED: "replied to what {whom} answered by name",
    Verb.ROUND_SAID: "wrote down what goes well for {whom}, and what they wonder",
    Verb.NAMED_WORD: "gave {whom} a word of thanks by name",
    Verb.WARNINGS_SEEN: "saw why a warm word is asked for {whom}",
    Verb.WARNING_ANSWERED: "answered why {whom} stood on the list of early warnings",
    Verb.SYSTEM_SEEN: "read what the school's system says of {whom}",
    Verb.FOR_FEW: "opened a page about {whom} that shows more to few people",
    Verb.GATE_OPENED: "opened more about {whom} for an hour",
    Verb.GATE_ASKED: "asked a second person to open more about {whom}",
    Verb.GATE_AGREED: "agreed that more about {whom} is opened",
    Verb.GATE_REFUSED: "said no to opening more about {whom}",
    Verb.GATE_WITHDRAWN: "took back a question about {whom}",
    Verb.GATE_STAYED_SHUT: "tried to open more about {whom}, and it stayed shut",
    Verb.NOTICES_SEEN: "read who had opened more about {whom}",
    Verb.OUTSIDER_INVITED: "let somebody outside school see a page about {whom}",
    Verb.OUTSIDER_ENDED: "ended that somebody outside school sees a page about {whom}",
    Verb.OUTSIDER_STOPPED: "brought in that somebody must not be contacted: their link is shut",
    Verb.OUTSIDER_LINK_SENT: "sent a link to a page about {whom}",
    Verb.OUTSIDER_LINK_HANDED: "made a link and a code on paper, to a page about {whom}",
    Verb.OUTSIDER_CODE_SENT: "asked for a code to a page about {whom}",
    Verb.OUTSIDER_CAME: "came by a link, with the code",
    Verb.OUTSIDER_LEFT: "closed the page they had open",
    Verb.SEEN_FROM_OUTSIDE: "opened the page about {whom} that is open to them",
    Verb.OUTSIDERS_SEEN: "saw who outside school is let see {whom}",
    Verb.KIN_SAID: "said that an adult here is {whose} family",
    Verb.KIN_TAKEN_BACK: "said that an adult here is not {whose} family",
}
"""What was done with one child alone."""
THE_CHILD = {"whom": "this child", "whose": "this child's"}
THEMSELVES = {"whom": "you", "whose": "your"}
OF_MANY = {
    Verb.CHILDREN_LISTED: "was shown {list}",
    Verb.PATTERNS_SEEN: "read patterns in the marks of {list}",
    Verb.WARNINGS_SEEN: "saw for whom a warm word is asked, {list}",
    Verb.ABSENT_SEEN: "saw who missed some sessions, {list}",
    Verb.CHILDREN_SEARCHED: "searched, and was shown {list}",
    Verb.CHILDREN_EXPORTED: "saved {list} to a file",
    Verb.CHANGES_SEEN: "saw what a file changes, {list}",
    Verb.CHILD_SEEN: "opened a page about {list}",
    Verb.CHILDREN_OF_ADULT_SEEN: "saw an adult's children, {list}",
    Verb.OUTSIDERS_SEEN: "saw who outside school is let see children, {list}",
}
"""What was done with a list of children."""
VERBS = {verb.value: verb for verb in Verb}
THINGS = {
    "import": "a file of registers",
    "calendar file": "a calendar file",
    "closure": "a closed day",
    "term": "a term",
    "adult": "an adult",
    "school": "the school",
    "device": "a shared device",
}


def who(one: Told) -> str:
    """The adult's name; plain words where nobody knows it any more."""
    return one.adult or say("Somebody whose name was erased")


def role(one: Told) -> str:
    """What they were then, and the shared device they came in on, if they did."""
    listed = words.listed(list(one.roles))
    return say("{role}, on {device}", role=listed, device=one.device) if one.device else listed


def what(same: Sequence[Told], child: Mapping[str, str] = THE_CHILD) -> str:
    """What was done, said once for several times of the same kind.

    child  THE_CHILD, or THEMSELVES where they read it
    """
    one = same[0]
    if one.others <= 0:
        verb = _verb(one)
        done = say(OF_ONE[verb], **child) if verb in OF_ONE else one.verb
        return (
            done if len(same) == 1 else say_n("{done}", "{done}, {n} times", len(same), done=done)
        )
    sizes = sorted({line.others + 1 for line in same})
    verb = _verb(one)
    many = OF_MANY.get(verb) if verb else None
    listed = _lists(len(same), sizes)
    return say(many, list=listed) if many else f"{one.verb}: {listed}"


def _verb(one: Told) -> Verb | None:
    """None for what a later release wrote."""
    return VERBS.get(one.verb)


def _lists(times: int, sizes: Sequence[int]) -> str:
    long = words.number(sizes[-1])
    if times == 1:
        return say("a list of {n} children", n=long)
    if len(sizes) == 1:
        return say("{times} lists of {n} children", times=times, n=long)
    return say("{times} lists of {least} to {n} children", times=times,
               least=words.number(sizes[0]), n=long)  # fmt: skip


def about(one: Told) -> str:
    """What a line was about, with no name in it: 1 child, 212 children, a file of registers."""
    if one.about != "pupil":
        return say(THINGS.get(one.about, one.about))
    return say_n("{n} child", "{n} children", len(set(one.ids))) if one.ids else say("no child")


def clock(moments: Sequence[dt.datetime]) -> str:
    """9:12, or 9:12 to 15:40, in London."""
    first, last = (timezone.localtime(at) for at in (min(moments), max(moments)))
    one, other = (f"{at.hour}:{at.minute:02d}" for at in (first, last))
    return one if one == other else say("{a} to {b}", a=one, b=other)
