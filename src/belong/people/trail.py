"""Who did or saw what. Actions note changes; fetch notes looks, before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from django.db import OperationalError, transaction
from django.utils import timezone

from belong.people import ballast
from belong.people.models import Adult, Involvement, Membership, TrailLine, TrailName


class Verb(StrEnum):
    """What was done or seen. Stored as text: a new verb is no migration."""

    CHILD_SEEN = "child seen"
    CHILDREN_LISTED = "children listed"
    PATTERNS_SEEN = "patterns of children seen"
    ABSENT_SEEN = "children absent at one time seen"
    CHILDREN_SEARCHED = "children searched"
    CHILDREN_EXPORTED = "children exported"
    CHILD_MARKS_EXPORTED = "child's marks exported"
    REGISTERS_READ_IN = "register file read"
    REGISTERS_COMMITTED = "register file kept"
    REGISTERS_SET_ASIDE = "register file set aside"
    REGISTERS_UNDONE = "register file taken back"
    CHILDREN_MERGED = "two records of one child joined"
    NUMBER_RECOGNISED = "number of a child recognised"
    MARK_CORRECTED = "mark corrected"
    HISTORY_SEEN = "history of a child's marks seen"
    CHANGES_SEEN = "what a file changes seen"
    CALENDAR_SAID = "calendar changed"
    LOOKS_SEEN = "who looked: page opened"
    LOOKS_PRINTED = "who looked: the child's copy opened"
    LOOKS_EXPORTED = "who looked: exported"
    TRAIL_SEARCHED = "trail searched"
    TRAIL_EXPORTED = "trail exported"
    TRAIL_DROPPED = "old months of the trail dropped"
    ADULT_INVITED = "adult invited"
    LINK_MADE = "link to set up an account made"
    LINK_WITHDRAWN = "link to set up an account withdrawn"
    ACCOUNT_SET_UP = "account set up by its owner"
    ROLE_GIVEN = "role given"
    ROLE_ENDED = "role ended"
    ADULT_LEFT = "adult leaves"
    STAND_IN_NAMED = "stand-in named"
    CHILDREN_OF_ADULT_SEEN = "children of an adult seen"
    KIN_SAID = "adult said to be family"
    KIN_TAKEN_BACK = "adult no longer said to be family"
    SETTINGS_SAID = "settings changed"
    WAITING_MAIL_CHOSEN = "e-mail when something waits turned on or off"
    ACT_SET = "small act set down"
    ACT_TAKEN_BACK = "small act taken back"
    ACT_DONE = "small act done"
    ACT_SAID = "words about a small act kept"
    PROFILE_WRITTEN = "what helps a child written down"
    PROFILE_AGREED = "what helps a child agreed by the child"
    CHECKIN_AGREED = "check-in agreed with a child"
    CHECKIN_ENDED = "check-in with a child ended"
    CHECKIN_DONE = "check-in done"
    CHECKIN_TAKEN_BACK = "check-in taken back"
    CHECKIN_HELPS = "child asked whether check-ins help"
    GOOD_NOTICED = "good thing noticed"
    GOOD_TAKEN_BACK = "good thing taken back"
    GOOD_SHARED = "good thing shared home"
    WAY_HOME_CHOSEN = "way of sharing good things chosen"
    OBSERVED = "word left about what was seen"
    OBSERVATION_KEPT = "word about what was seen kept"
    OBSERVATION_TAKEN_BACK = "word about what was seen taken back"
    ARRIVED = "arrival said at the gate"
    ARRIVAL_TAKEN_BACK = "arrival said at the gate taken back"
    FIRST_DAY_TRIED = "try to reach a child's home written down"
    IN_TOUCH = "being in touch written down"
    IN_TOUCH_TAKEN_BACK = "being in touch taken back"
    WAY_TO_REACH = "way to reach somebody written down"
    KEPT_IN_MIND = "how a child is kept in mind over a holiday written down"
    STILL_BUILDING = "relationship still being built written down"
    DAY_AHEAD_SAID = "different day said or taken back"
    ASKED_TO_TALK = "child asked to talk to somebody"
    AUDIT_OPENED = "look of the school at itself opened or closed"
    AUDIT_JOINED = "taking part by name in a look at the school agreed"
    AUDIT_RATED = "rating in a look at the school given"
    AUDIT_AGREED = "what the school says of itself agreed"
    AUDIT_EVIDENCE = "evidence in a look at the school written or answered"
    AUDIT_STEP = "next step of the school set down or done"
    AUDIT_EXPORTED = "look of the school at itself saved to a file"
    VOICE_OPENED = "survey prepared, opened or taken back"
    VOICE_CLOSED = "survey closed"
    VOICE_MODERATED = "words said in a survey let through or kept back"
    VOICE_SESSION = "voice session written down"
    VOICE_THEME = "theme of what was said written down"
    VOICE_REPLIED = "what was said answered"
    AGREEMENT_WRITTEN = "agreement written with pupils"
    NAMED_ANSWERED = "child answered by name"
    NAMED_REPLIED = "child who answered by name was replied to"
    HELP_SEEN = "message asking for help read"
    HELP_ANSWERED = "message asking for help answered"
    ROUND_SAID = "child thought of in a class round"
    NAMED_WORD = "word of thanks given to a child"
    WARNINGS_SEEN = "early warnings of children seen"
    WARNING_ANSWERED = "early warning answered"
    SYSTEM_SEEN = "what the school's own system says seen"
    FOR_FEW = "page that shows more to few people opened"
    GATE_OPENED = "gate opened for an hour"
    GATE_ASKED = "second person asked to open a gate"
    GATE_AGREED = "second person agreed that a gate opens"
    GATE_REFUSED = "second person kept a gate shut"
    GATE_WITHDRAWN = "question to a second person withdrawn"
    GATE_STAYED_SHUT = "gate stayed shut"
    DEVICE_NAMED = "shared device named"
    DEVICE_CODE_MADE = "code for a shared device made"
    DEVICE_ENROLLED = "shared device set up"
    DEVICE_ENDED = "shared device ended"
    PIN_GIVEN = "PIN given"
    PIN_ENDED = "PIN taken away"
    PIN_USED = "came in with a PIN"
    NOTICES_SEEN = "notices about children seen"
    OUTSIDER_INVITED = "somebody outside let see a child"
    OUTSIDER_ENDED = "somebody outside no longer let see a child"
    OUTSIDER_STOPPED = "somebody outside stopped: must not be contacted"
    OUTSIDER_LINK_SENT = "link sent to somebody outside"
    OUTSIDER_LINK_HANDED = "link and code handed over"
    OUTSIDER_CODE_SENT = "code sent to somebody outside"
    OUTSIDER_CAME = "somebody outside used their link"
    OUTSIDER_LEFT = "somebody outside closed their visit"
    SEEN_FROM_OUTSIDE = "child seen from outside"
    OUTSIDERS_SEEN = "who is let see a child from outside seen"


ROLES_SAID = 200
"""Letters of the keys of somebody's roles that a line has room for."""


def note(
    by: Membership,
    verb: Verb,
    *,
    about: str = "pupil",
    ids: Sequence[int] = (),
    detail: dict[str, object] | None = None,
) -> TrailLine:
    """Write one line about a change, in the transaction of whoever calls.

    ids     whom or what it was about; one line lists everybody a page shows
    raises  NoRoom while the disk is full: the room held back is for looks, never for changes
    """
    ballast.must_have_room()
    return _line(by, verb, about, ids, detail)


def note_from_outside(
    by: Involvement, verb: Verb, *, detail: dict[str, object] | None = None
) -> TrailLine:
    """The same of what an outsider did; it is always about their one child."""
    ballast.must_have_room()
    return _line(by, verb, "pupil", [by.pupil_id], detail)


def _line(
    by: Membership | Involvement,
    verb: Verb,
    about: str,
    ids: Sequence[int],
    detail: dict[str, object] | None,
) -> TrailLine:
    return TrailLine.objects.create(
        at=timezone.now(),
        who=_name(by.adult) if isinstance(by, Membership) else _name_outside(by),
        role=_role(by),
        school_id=by.school_id,
        verb=verb.value,
        about=about,
        ids=[int(i) for i in ids],
        detail=(detail or {}) | _device(by),
    )


def _device(by: Membership | Involvement) -> dict[str, object]:
    """The shared device somebody came in on, if they did."""
    if isinstance(by, Involvement) or by.at_device is None:
        return {}
    return {"device": by.at_device}


def _role(by: Membership | Involvement) -> str:
    if isinstance(by, Involvement):
        return by.kind
    return ",".join(dict.fromkeys(m.role_key for m in (by, *by.also)))[:ROLES_SAID]


def name_of(by: Membership) -> str:
    """How the trail calls whoever does something."""
    return _name(by.adult)


def _name_outside(by: Involvement) -> str:
    return TrailName.objects.get_or_create(involvement=by)[0].name


def _name(adult: Adult) -> str:
    """How the trail calls somebody. Read with their membership, so for one request at most: once it
    was forgotten, whoever acts again is given another."""
    known: TrailName | None = getattr(adult, "trail_name", None)
    return (known or TrailName.objects.get_or_create(adult=adult)[0]).name


def look(
    by: Membership | Involvement,
    verb: Verb,
    *,
    ids: Sequence[int],
    detail: dict[str, object] | None = None,
) -> None:
    """Note a look in a short transaction of its own. If it cannot be written, it raises, and
    the page is not shown; where only room is missing, what is held back for this is used."""
    try:
        _committed(by, verb, ids, detail)
    except OperationalError as problem:
        if not ballast.lack_of_room(problem):
            raise
        ballast.give_back()  # or somebody else did a moment ago: there is room either way
        _committed(by, verb, ids, detail)


@transaction.atomic
def _committed(
    by: Membership | Involvement, verb: Verb, ids: Sequence[int], detail: dict[str, object] | None
) -> None:
    _line(by, verb, "pupil", ids, detail)
