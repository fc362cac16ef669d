"""Looks of a school at itself, asked for. Another school's and none are the same: NotYours."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from belong.people import fetch
from belong.people.fetch import NotYours
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.practice.audit import lists
from belong.practice.audit.lists import Item, StatementList
from belong.practice.audit.models import Agreed, BlockNote, Group, Look, Question, Rating, Taker
from belong.practice.audit.own_models import OwnItem, OwnList
from belong.practice.audit.plan_models import Evidence, Paper, Step

LEADERS = frozenset(
    {"headteacher", "attendance_champion", "safeguarding_lead", "deputy_safeguarding_lead",
     "senco", "mental_health_lead", "pastoral_lead"}
)  # fmt: skip
"""Roles that answer as leaders unless they say otherwise."""
GOVERNOR = "governor"


def looks(by: Membership) -> list[Look]:
    """Every look of a school, the open ones first, then the newest."""
    found = Look.objects.filter(school_id=by.school_id).order_by("-opened_on", "-pk")
    return sorted(found, key=lambda look: look.closed_on is not None)


def look(by: Membership, key: int) -> Look:
    """One look of somebody's school. Raises NotYours."""
    by.must(Permission.AUDIT_READ)
    found = Look.objects.filter(school_id=by.school_id, pk=key)
    one = found.select_related("previous").first()
    if one is None:
        raise NotYours("look")
    return one


def question(by: Membership, key: int) -> Question:
    """One statement of a look of somebody's school. Raises NotYours."""
    found = Question.objects.filter(school_id=by.school_id, pk=key).select_related("look")
    one = found.first()
    if one is None:
        raise NotYours("question")
    return one


def questions(of: Look, block: int | None = None) -> list[Question]:
    """The statements of a look, or of one of its blocks, in their order."""
    found = of.questions.order_by("place")
    return list(found if block is None else found.filter(block=block))


def taker(by: Membership, of: Look) -> Taker | None:
    """Whoever asks, as they take part in a look; None before they agreed to be named."""
    return Taker.objects.filter(look=of, adult=by.adult_id).first()


def takers(of: Look) -> list[Taker]:
    """Everybody who takes part by name, in the order of names."""
    return list(of.takers.select_related("adult").order_by("adult__name", "pk"))


def ratings(of: Sequence[Question]) -> list[Rating]:
    """What was said of some statements, by name."""
    found = Rating.objects.filter(question__in=of).select_related("taker__adult")
    return list(found.order_by("taker__adult__name", "pk"))


def answered(of: Sequence[Question]) -> int:
    """How many of those who take part said something of some statements."""
    return Rating.objects.filter(question__in=of).values("taker").distinct().count()


def said_by(who: Taker, block: int) -> dict[int, Rating]:
    """What one person said in a block, by the key of the statement."""
    found = who.ratings.filter(question__block=block)
    return {one.question_id: one for one in found}


def agreed(of: Look) -> dict[int, Agreed]:
    """What is agreed in a look, by the key of the statement."""
    found = Agreed.objects.filter(question__look=of).select_related("question", "said_by")
    return {one.question_id: one for one in found}


def notes(of: Look) -> dict[int, BlockNote]:
    """Notes of whole blocks, by block."""
    return {one.block: one for one in of.notes.all()}


def evidence(of: Look) -> dict[tuple[int, str], Evidence]:
    """What was answered to evidence Belong offered, by statement and key."""
    found = Evidence.objects.filter(question__look=of)
    return {(one.question_id, one.key): one for one in found}


def papers(of: Sequence[Question]) -> list[Paper]:
    """Files beside some statements, without their bytes."""
    found = Paper.objects.filter(question__in=of).defer("body")
    return list(found.select_related("added_by").order_by("added_at", "pk"))


def paper(by: Membership, key: int) -> Paper:
    """One file of somebody's school. Raises NotYours."""
    by.must(Permission.AUDIT_READ)
    found = Paper.objects.filter(school_id=by.school_id, pk=key).first()
    if found is None:
        raise NotYours("paper")
    return found


def steps(of: Look) -> list[Step]:
    """Next steps of a look, the soonest first within each statement."""
    found = Step.objects.filter(look=of).select_related("owner", "question")
    return list(found.order_by("question__place", "due", "pk"))


def step(by: Membership, key: int) -> Step:
    """One next step of somebody's school. Raises NotYours."""
    found = Step.objects.filter(school_id=by.school_id, pk=key)
    one = found.select_related("owner", "question", "look").first()
    if one is None:
        raise NotYours("step")
    return one


def _to_do(by: Membership) -> QuerySet[Step]:
    every = Step.objects.filter(school_id=by.school_id, done_on=None)
    return every.select_related("owner", "question", "look").order_by("due", "pk")


def mine_to_do(by: Membership) -> list[Step]:
    """Next steps that wait for somebody, the soonest first."""
    return list(_to_do(by).filter(owner=by.adult_id)) if by.may(Permission.AUDIT_READ) else []


def all_to_do(by: Membership) -> list[Step]:
    """Every next step of a school that waits, the soonest first."""
    return list(_to_do(by)) if by.may(Permission.AUDIT_READ) else []


def group_of(by: Membership) -> str:
    """As what somebody answers unless they say otherwise."""
    keys = {one.role_key for one in (by, *by.also)}
    if keys == {GOVERNOR}:
        return Group.GOVERNORS
    return Group.LEADERS if keys & LEADERS else Group.STAFF


def groups_for(by: Membership) -> tuple[str, ...]:
    """As what somebody may answer: a governor as one, and nobody else does."""
    keys = {one.role_key for one in (by, *by.also)}
    if keys == {GOVERNOR}:
        return (Group.GOVERNORS,)
    both: tuple[str, ...] = (Group.LEADERS, Group.STAFF)
    return (*both, Group.GOVERNORS) if GOVERNOR in keys else both


def owners(by: Membership) -> list[tuple[int, str]]:
    """Adults of a school whose a next step can be: keys and names, in the order of names."""
    assert by.on is not None, "found in force by fetch"
    found = {
        m.adult_id: m.adult.name for m in fetch.everybody_at(by.school_id, by.on)
        if m.may(Permission.AUDIT_READ)
    }  # fmt: skip
    return sorted(found.items(), key=lambda one: (one[1], one[0]))


def every_list(school_id: int) -> list[StatementList]:
    """The lists a look can be opened with, a school's own last."""
    own = OwnList.objects.filter(school_id=school_id).order_by("title", "pk")
    return [lists.shipped(key) for key in lists.SHIPPED] + [_own(one) for one in own]


def _own(one: OwnList) -> StatementList:
    titles: dict[tuple[str, str], int] = {}
    items = tuple(_own_item(row, titles) for row in one.items.order_by("place"))
    return StatementList(
        f"own-{one.pk}", one.title, one.licence, one.source, one.author, one.reviewed,
        one.review_again, items, own=True,
    )  # fmt: skip


def _own_item(row: OwnItem, titles: dict[tuple[str, str], int]) -> Item:
    block = titles.setdefault((row.area, row.block_title), len(titles) + 1)
    return Item(
        row.item, row.area, block, row.block_title, row.text, tuple(row.prompts.splitlines()),
        row.ties, row.optional, row.pupils, row.families, row.staff, tuple(row.offers.split()),
    )  # fmt: skip
