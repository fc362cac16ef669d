"""Opening a gate: alone with a reason for an hour, or two different people, and no way round."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from tests import trail_lines
from tests.people import ADA, BEN, FAY, NEXT_DOOR, TODAY, House, an_adult

from belong.intake import merging
from belong.people import care, fetch, notices, openings
from belong.people.care import Gate
from belong.people.models import Membership, Notice, Opening, TrailLine
from belong.people.openings import NotOpened

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
WHY = "Ada is crying and asks for her aunt"
State = Opening.State


def after(minutes: float) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def who(house: House, role: str) -> Membership:
    found = fetch.membership(house.adults[role].adult, TODAY)
    assert found is not None
    return found


def glass(house: House, role: str = "pastoral_lead", **more: object) -> Opening:
    asked = {"gate": Gate.SOCIAL_CARE, "reason": WHY, "now": NOW} | more
    by = who(house, role)
    pupil = asked.pop("pupil", None) or house.child(ADA)
    return openings.open_for_an_hour(by=by, pupil=pupil, **asked)  # type: ignore[arg-type]


def asked(house: House, role: str = "pastoral_lead", now: dt.datetime = NOW) -> Opening:
    return openings.ask(by=who(house, role), pupil=house.child(ADA), reason=WHY, now=now)


def agreed(house: House, opening: Opening, role: str = "headteacher", at: float = 1) -> Opening:
    return openings.agree(by=who(house, role), opening_id=opening.pk, now=after(at))


def gates(house: House, role: str, at: float = 0, child: object = ADA) -> set[Gate]:
    """The gates with which somebody looks, as a page does: the look is in the trail."""
    pupil = house.child(child)  # type: ignore[arg-type]
    _shown, passed = fetch.facts(pupil, seen_by=who(house, role), now=after(at))
    return set(passed.gates)


def tried() -> list[tuple[str, object]]:
    lines = TrailLine.objects.filter(verb="gate stayed shut").order_by("pk")
    return [(line.detail["gate"], line.detail["why"]) for line in lines]


def told_of(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("adult__name", flat=True))


# Alone, with a reason


def test_an_hour_and_not_a_second_more(house: House) -> None:
    assert gates(house, "pastoral_lead") == {Gate.CONTACTS}
    glass(house)
    assert gates(house, "pastoral_lead", 59.9) == {Gate.CONTACTS, Gate.SOCIAL_CARE}
    assert gates(house, "pastoral_lead", 60) == {Gate.CONTACTS}
    assert gates(house, "pastoral_lead", 30) == {Gate.CONTACTS}, "a clock set back opens nothing"


def test_it_opens_for_one_adult_one_child_and_one_gate(house: House) -> None:
    glass(house)
    assert gates(house, "pastoral_lead", 1, FAY) == {Gate.CONTACTS}
    assert gates(house, "head_of_year", 1) == {Gate.CONTACTS}
    assert Gate.HEALTH not in gates(house, "pastoral_lead", 1)


def test_a_clock_set_back_while_it_is_open_shuts_it(house: House) -> None:
    glass(house)
    assert Gate.SOCIAL_CARE in gates(house, "pastoral_lead", 40)
    assert Gate.SOCIAL_CARE not in gates(house, "pastoral_lead", 10)
    assert Gate.SOCIAL_CARE in gates(house, "pastoral_lead", 41)


def test_looking_through_a_gate_changes_nothing_but_the_trail(house: House) -> None:
    opening = glass(house)

    def rows() -> list[dict[str, object]]:
        return [*Opening.objects.values(), *Notice.objects.values()]

    before, mark = rows(), trail_lines.newest()
    assert Gate.SOCIAL_CARE in gates(house, "pastoral_lead", 20)
    assert Gate.SOCIAL_CARE not in gates(house, "pastoral_lead", 61)
    assert rows() == before
    looks = trail_lines.since(mark)
    assert [line.detail["clock"] for line in looks] == [after(n).isoformat() for n in (20, 61)]
    assert [line.detail["opened"] for line in looks] == [[opening.pk], []]


def test_everybody_who_leads_on_safeguarding_is_told_in_the_same_moment(house: House) -> None:
    an_adult(house.school, "safeguarding_lead", "Second Lead", "second@larkfield.example")
    glass(house)
    assert told_of("opened") == {"Ms Anand", "Mr Sandoval", "Second Lead", "Mr Hale"}
    (line,) = TrailLine.objects.filter(verb="gate opened for an hour")
    assert line.ids == [house.child(ADA).pk]
    assert WHY not in str(line.detail)


def test_nothing_opens_where_nobody_could_be_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    leads = ("safeguarding_lead", "deputy_safeguarding_lead", "headteacher")
    Membership.objects.filter(role_key__in=leads).update(ends=TODAY - dt.timedelta(days=1))
    with pytest.raises(NotOpened, match="nobody would be told"):
        glass(house)
    assert Gate.SOCIAL_CARE not in gates(house, "pastoral_lead")


def test_what_cannot_be_told_is_not_opened(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("no notice")

    monkeypatch.setattr(notices, "tell", broken)
    with pytest.raises(RuntimeError):
        glass(house)
    assert not Opening.objects.exists()


@pytest.mark.parametrize(
    ("reason", "opens"),
    [("", False), ("x" * 19, False), ("a b " + " " * 40 + "c", False), ("x" * 20, True),
     ("x" * 501, False)],
)  # fmt: skip
def test_a_reason_is_needed(house: House, reason: str, opens: bool) -> None:
    if opens:
        assert glass(house, reason=reason).state == State.OPEN
        return
    with pytest.raises(NotOpened, match="reason"):
        glass(house, reason=reason)
    assert tried()[0][0] == "social care"
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "role", ["tutor", "key_person", "supply", "stand_in", "office", "data_lead", "attendance_lead"]
)
def test_most_roles_open_nothing(house: House, role: str) -> None:
    with pytest.raises(PermissionDenied):
        glass(house, role)
    assert tried() == [("social care", "Not theirs to do.")]


def test_it_opens_no_child_one_does_not_work_with(house: House, next_door: House) -> None:
    for pupil in (house.child(FAY), next_door.child(NEXT_DOOR[0])):
        with pytest.raises(PermissionDenied):
            glass(house, "head_of_year", pupil=pupil)
    assert not Opening.objects.exists()


def test_alone_nobody_opens_a_contact_under_an_order(house: House) -> None:
    with pytest.raises(NotOpened, match="two people"):
        glass(house, gate=Gate.ORDER)


def test_what_one_may_read_anyway_is_not_opened(house: House) -> None:
    glass(house)
    for gate in (Gate.CONTACTS, Gate.SOCIAL_CARE):
        with pytest.raises(NotOpened, match="already"):
            glass(house, gate=gate)


def test_whoever_loses_the_role_loses_the_hour(house: House) -> None:
    glass(house)
    Membership.objects.filter(pk=house.adults["pastoral_lead"].pk).update(role_key="tutor")
    now_what = who(house, "pastoral_lead")
    assert not care.passed(now_what, house.child(ADA), after(1)).gates


# Two people


def test_one_asks_and_another_agrees(house: House) -> None:
    opening = asked(house)
    assert Gate.ORDER not in gates(house, "pastoral_lead")
    agreed(house, opening)
    assert Gate.ORDER in gates(house, "pastoral_lead", 60.9)
    assert Gate.ORDER not in gates(house, "pastoral_lead", 61)
    assert Gate.ORDER not in gates(house, "headteacher", 2), "who agrees sees nothing"
    assert told_of("asked") == {"Ms Anand", "Mr Sandoval", "Mr Hale"}
    assert told_of("agreed") == {"Ms Anand", "Mr Sandoval"}


@pytest.mark.parametrize("role", ["safeguarding_lead", "headteacher"])
def test_nobody_agrees_with_themselves(house: House, role: str) -> None:
    opening = asked(house, role)
    with pytest.raises(NotOpened, match="yourself"):
        agreed(house, opening, role)
    with pytest.raises(NotOpened, match="yourself"):
        openings.refuse(by=who(house, role), opening_id=opening.pk, now=after(1))
    assert Gate.ORDER not in gates(house, role)
    assert len(tried()) == 2


def test_a_second_role_is_not_a_second_person(house: House) -> None:
    pastoral = house.adults["pastoral_lead"].adult
    Membership.objects.create(adult=pastoral, school=house.school, role_key="safeguarding_lead")
    with pytest.raises(NotOpened, match="yourself"):
        agreed(house, asked(house), "pastoral_lead")


def test_a_second_account_of_one_name_is_not_a_second_person(house: House) -> None:
    twin = an_adult(house.school, "safeguarding_lead", "ms  FARROW", "farrow2@larkfield.example")
    opening = asked(house)
    by = fetch.membership(twin, TODAY)
    assert by is not None
    with pytest.raises(NotOpened, match="yourself"):
        openings.agree(by=by, opening_id=opening.pk, now=after(1))


def test_the_table_itself_holds_two_people(house: House) -> None:
    opening = asked(house)
    for answered_by in (None, opening.adult_id):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opening.objects.filter(pk=opening.pk).update(
                state="open", answered_by=answered_by, opened_at=NOW, ends_at=after(60)
            )


@pytest.mark.parametrize("role", ["senco", "attendance_lead", "pastoral_lead", "head_of_year"])
def test_only_who_has_the_right_answers(house: House, role: str) -> None:
    opening = asked(house, "pastoral_lead" if role != "pastoral_lead" else "head_of_year")
    for act in (openings.agree, openings.refuse):
        with pytest.raises(PermissionDenied):
            act(by=who(house, role), opening_id=opening.pk, now=after(1))


@pytest.mark.parametrize(("at", "opens"), [(29.9, True), (30, False), (31, False), (-1, False)])
def test_a_question_waits_half_an_hour(house: House, at: float, opens: bool) -> None:
    opening = asked(house)
    if opens:
        assert agreed(house, opening, at=at).state == State.OPEN
        return
    with pytest.raises(NotOpened, match="does not wait"):
        agreed(house, opening, at=at)
    assert Gate.ORDER not in gates(house, "pastoral_lead", at)


def test_withdrawn_refused_and_used_questions_open_nothing_again(house: House) -> None:
    one = asked(house)
    openings.withdraw(by=who(house, "pastoral_lead"), pupil=house.child(ADA), now=after(1))
    with pytest.raises(NotOpened, match="does not wait"):
        agreed(house, one)
    two = asked(house, now=after(1))
    openings.refuse(by=who(house, "headteacher"), opening_id=two.pk, now=after(2))
    with pytest.raises(NotOpened, match="does not wait"):
        agreed(house, two, "safeguarding_lead", 3)
    three = agreed(house, asked(house, now=after(3)), at=4)
    for at in (5, 63, 70):
        with pytest.raises(NotOpened, match="does not wait"):
            agreed(house, three, "safeguarding_lead", at)
    assert Gate.ORDER not in gates(house, "pastoral_lead", 70)


def test_one_asks_once_at_a_time(house: House) -> None:
    asked(house)
    with pytest.raises(NotOpened, match="asked already"):
        asked(house, now=after(5))
    assert asked(house, now=after(31)).state == State.ASKED


def test_whoever_lost_the_right_meanwhile_gets_nothing(house: House) -> None:
    opening = asked(house)
    Membership.objects.filter(pk=house.adults["pastoral_lead"].pk).update(role_key="tutor")
    with pytest.raises(NotOpened, match="no longer"):
        agreed(house, opening)


def test_another_schools_question_is_not_there(house: House, next_door: House) -> None:
    opening = asked(house)
    by = who(next_door, "safeguarding_lead")
    for key in (opening.pk, 999_999):
        with pytest.raises(fetch.NotYours):
            openings.agree(by=by, opening_id=key, now=after(1))
    assert notices.unanswered(by, after(1)) == []


def test_of_two_answers_at_once_one_counts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read the question while it waits; the second finds it answered when it writes."""
    opening = asked(house)
    both = [openings._asked_of(who(house, r), opening.pk) for r in ("headteacher",) * 2]
    monkeypatch.setattr(openings, "_asked_of", lambda by, key: both.pop())
    agreed(house, opening)
    with pytest.raises(NotOpened, match="does not wait"):
        agreed(house, opening, "safeguarding_lead")
    assert Opening.objects.get(pk=opening.pk).answered_by == house.adults["headteacher"].adult
    assert Notice.objects.filter(kind="agreed").count() == 2, "two others are told, once each"


def test_joining_two_records_hides_no_opening(house: House) -> None:
    glass(house)
    before = Notice.objects.filter(seen_at=None).count()
    lead = who(house, "attendance_lead")
    merging.merge(by=lead, stays=house.child(BEN), goes=house.child(ADA))
    (opening,) = Opening.objects.all()
    assert opening.pupil == house.child(BEN)
    assert Notice.objects.filter(seen_at=None, opening=opening).count() == before
