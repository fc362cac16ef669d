"""Who looked at a child, the copy for the child, and the search of the trail."""

from __future__ import annotations

import csv
import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from tests import trail_lines
from tests.people import ADA, BEN, CHILDREN, FAY, NEXT_DOOR, House, SignIn

from belong.people import fetch, sealing, trail, trail_anchors, trail_checking
from belong.people.models import Membership, TrailLine, TrailName
from belong.people.permissions import Permission
from belong.people.trail import Verb

NINE = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


class Clock:
    """The moment lines are written at, which a test moves."""

    def __init__(self) -> None:
        self.now = NINE

    def later(self, **some: int) -> None:
        """Move on."""
        self.now += dt.timedelta(**some)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock for the trail alone."""
    mine = Clock()
    monkeypatch.setattr(trail, "timezone", SimpleNamespace(now=lambda: mine.now))
    return mine


def text(answer: object) -> str:
    if getattr(answer, "streaming", False):
        return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def rows(answer: object) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text(answer).removeprefix("\ufeff"))))[1:]


def of(house: House, child: object = ADA, more: str = "") -> str:
    return f"/children/{house.child(child).pk}/who-looked/{more}"  # type: ignore[arg-type]


@pytest.fixture
def dsl(house: House, clock: Clock, signed_in: SignIn) -> Client:
    """The safeguarding lead, in a house whose lead listed everybody at 9:00, whose tutor opened
    Ada's page at 9:10 and 9:20, and whose head was shown Ben alone at 9:30."""
    lead, tutor, head = (house.adults[r] for r in ("attendance_lead", "tutor", "headteacher"))
    fetch.pupils(seen_by=lead)
    for _ in range(2):
        clock.later(minutes=10)
        fetch.pupil(house.child(ADA).pk, seen_by=tutor)
    clock.later(minutes=10)
    fetch.pupil(house.child(BEN).pk, seen_by=head)
    clock.later(minutes=10)
    return signed_in(house, "safeguarding_lead")


@pytest.fixture
def officer(house: House, dsl: Client, signed_in: SignIn) -> Client:
    """The data-protection officer of the same house."""
    return signed_in(house, "data_protection_officer")


def test_each_adult_with_what_they_did_newest_first(house: House, dsl: Client) -> None:
    got = rows(dsl.get(of(house, more="list.csv")))
    assert got == [
        ["2026-11-24", "9:40", "Ms Anand", "Designated safeguarding lead",
         "saved who had looked to a file"],
        ["2026-11-24", "9:10 to 9:20", "Mr Begum", "Tutor",
         "opened a page about this child, 2 times"],
        ["2026-11-24", "9:00", "Ms Okoro", "Attendance lead",
         f"was shown a list of {len(CHILDREN)} children"],
    ]  # fmt: skip


def test_the_page_says_the_same_and_names_nobody_who_did_not_look(
    house: House, dsl: Client
) -> None:
    page = text(dsl.get(of(house)))
    assert "3 adults looked at Ada" in page
    assert "Mr Begum</strong>, Tutor" in page
    assert "opened a page about this child, 2 times" in page
    assert "Mr Hale" not in page


@pytest.mark.parametrize(
    ("kind", "there", "away"),
    [("one", "Mr Begum", "Ms Okoro"), ("list", "Ms Okoro", "Mr Begum"), ("nonsense", "Mr B", "-")],
)
def test_pages_and_lists_can_be_looked_at_alone(
    house: House, dsl: Client, kind: str, there: str, away: str
) -> None:
    got = str(rows(dsl.get(of(house, more=f"list.csv?kind={kind}"))))
    assert there in got
    assert away not in got.replace("2026-11-24", "")


def test_days_can_be_chosen(house: House, dsl: Client, clock: Clock) -> None:
    clock.now = NINE - dt.timedelta(days=20)
    fetch.pupil(house.child(ADA).pk, seen_by=house.adults["headteacher"])
    clock.now = NINE - dt.timedelta(days=60)
    fetch.pupil(house.child(ADA).pk, seen_by=house.adults["senco"])
    clock.now = NINE
    for days, there in (("week", {}), ("month", {"Mr Hale"}), ("year", {"Mr Hale", "Mr Novak"})):
        got = {row[2] for row in rows(dsl.get(of(house, more=f"list.csv?days={days}")))}
        assert got & {"Mr Hale", "Mr Novak"} == set(there)


def test_looks_before_two_records_were_joined_are_theirs_too(
    house: House, dsl: Client, clock: Clock
) -> None:
    fetch.pupil(house.child(FAY).pk, seen_by=house.adults["senco"])
    stays, goes = house.child(ADA), house.child(FAY)
    goes.merged_into = stays
    goes.save()
    assert "Mr Novak" in str(rows(dsl.get(of(house, more="list.csv"))))


def test_looking_is_itself_a_look_of_its_own_kind(house: House, dsl: Client) -> None:
    seen = {}
    for more in ("", "list.csv", "for-them/"):
        mark = trail_lines.newest()
        dsl.get(of(house, more=more))
        (line,) = trail_lines.since(mark)
        assert line.ids == [house.child(ADA).pk]
        seen[more] = line.verb
    assert list(seen.values()) == [Verb.LOOKS_SEEN, Verb.LOOKS_EXPORTED, Verb.LOOKS_PRINTED]


def test_the_copy_for_the_child_speaks_to_the_child(house: House, dsl: Client) -> None:
    page = text(dsl.get(of(house, more="for-them/")))
    assert "These adults have looked at your page this school year" in page
    assert "opened a page about you, 2 times" in page
    assert "this child" not in page
    assert "Mr Begum" in page


def test_whose_name_was_erased_is_not_named(house: House, dsl: Client) -> None:
    TrailName.objects.filter(adult=house.adults["tutor"].adult).delete()
    page = text(dsl.get(of(house)))
    assert "Somebody whose name was erased" in page
    assert "Mr Begum" not in page


def test_the_role_is_that_of_the_moment(house: House, dsl: Client) -> None:
    Membership.objects.filter(pk=house.adults["tutor"].pk).update(role_key="class_teacher")
    assert "Mr Begum</strong>, Tutor" in text(dsl.get(of(house)))


def test_too_much_for_a_page_is_said(
    house: House, dsl: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from belong.insight.questions import who_looked

    assert "There is more than this page holds" not in text(dsl.get(of(house)))
    monkeypatch.setattr(who_looked, "MOST", 3)
    assert "There is more than this page holds" in text(dsl.get(of(house)))


def test_the_childs_page_leads_there_for_those_who_may(house: House, signed_in: SignIn) -> None:
    page = f"/children/{house.child(ADA).pk}/"
    assert of(house) in text(signed_in(house, "headteacher").get(page))
    assert of(house) not in text(signed_in(house, "tutor").get(page))


class TestTheSearch:
    """For the data-protection officer."""

    def test_it_tells_who_did_what_and_names_no_child(self, house: House, officer: Client) -> None:
        page = text(officer.get("/trail/"))
        for said in ("Mr Begum</strong>, Tutor", "Child seen: 1 child",
                     f"Children listed: {len(CHILDREN)} children"):  # fmt: skip
            assert said in page
        assert not any(c.surname in page for c in CHILDREN)

    @pytest.mark.parametrize("asked", [ADA.id, "ada osei-larkin", " Ada  OSEI-LARKIN "])
    def test_a_child_is_found_by_whole_number_or_whole_name(
        self, house: House, officer: Client, asked: str
    ) -> None:
        mark = trail_lines.newest()
        page = text(officer.get("/trail/", {"child": asked}))
        assert "Who looked at Ada Osei-Larkin" in page
        assert "Mr Begum" in page
        assert "Mr Hale</strong>" not in page
        assert [line.ids for line in trail_lines.since(mark)] == [[house.child(ADA).pk]]

    @pytest.mark.parametrize("asked", ["ada", "osei-larkin", ADA.id[:-1], "nobody at all", "%"])
    def test_a_part_of_a_name_finds_nobody(self, officer: Client, asked: str) -> None:
        page = text(officer.get("/trail/", {"child": asked}))
        assert "No one child fits this" in page
        assert "Osei-Larkin" not in page.replace("osei-larkin", "")

    def test_two_children_of_one_name_are_asked_for_by_number(
        self, house: House, officer: Client
    ) -> None:
        ben = house.child(BEN)
        ben.forename, ben.surname, ben.search = "Ada", "Osei-Larkin", "ada osei-larkin"
        ben.save()
        assert "No one child fits" in text(officer.get("/trail/", {"child": "Ada Osei-Larkin"}))
        assert "Who looked at Ada" in text(officer.get("/trail/", {"child": ADA.id}))

    def test_next_doors_children_and_lines_are_not_there(
        self, house: House, officer: Client, next_door: House
    ) -> None:
        fetch.pupils(seen_by=next_door.lead)
        lines = rows(officer.get("/trail/list.csv?from=2026-11-24&to=2026-11-24"))
        assert "No one child fits" in text(officer.get("/trail/", {"child": NEXT_DOOR[0].id}))
        midnight = NINE.replace(hour=0)
        that_day = (midnight, midnight + dt.timedelta(days=1))
        mine = TrailLine.objects.filter(school_id=house.school.pk, at__range=that_day)
        assert len(lines) == mine.count() - 1
        theirs = next_door.lead.adult_id
        assert rows(officer.get(f"/trail/list.csv?adult={theirs}")) == []

    def test_it_is_narrowed_by_adult_verb_and_days(self, house: House, officer: Client) -> None:
        tutor = house.adults["tutor"].adult_id
        got = rows(officer.get(f"/trail/list.csv?adult={tutor}"))
        assert [row[1] for row in got] == ["Mr Begum", "Mr Begum"]
        got = rows(officer.get("/trail/list.csv?verb=children+listed"))
        assert {row[3] for row in got} == {"Children listed"}
        assert rows(officer.get("/trail/list.csv?from=2026-11-01&to=2026-11-02")) == []
        assert len(rows(officer.get("/trail/list.csv?from=2026-11-24&to=2026-11-24"))) > 3

    @pytest.mark.parametrize(
        "query",
        ["from=x&to=y", "from=0001-01-01&to=9999-12-31", "page=99999999999999999999", "page=0",
         "adult=-1", "adult=9999999999999999", "verb=%00", "child=%00", "page=x"],
    )  # fmt: skip
    def test_odd_questions_are_answered(self, officer: Client, query: str) -> None:
        assert officer.get(f"/trail/?{query}").status_code == 200

    def test_pages_follow_each_other_and_end(
        self, officer: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from belong.insight.questions import trail_search

        monkeypatch.setattr(trail_search, "ON_A_PAGE", 2)
        first, second = (text(officer.get(f"/trail/?page={n}")) for n in (1, 2))
        assert "After these" in first
        assert "Before these" not in first
        assert "Before these" in second
        monkeypatch.setattr(trail_search, "MOST_PAGES", 2)
        assert "After these" not in text(officer.get("/trail/?page=2"))
        assert "Page 2" in text(officer.get("/trail/?page=7"))

    def test_every_search_is_written_down_and_so_is_every_file(self, officer: Client) -> None:
        for address, verb in (("/trail/", Verb.TRAIL_SEARCHED),
                              ("/trail/list.csv", Verb.TRAIL_EXPORTED)):  # fmt: skip
            mark = trail_lines.newest()
            officer.get(address)
            assert [line.verb for line in trail_lines.since(mark)] == [verb]

    def test_what_was_searched_for_holds_no_name(self, officer: Client) -> None:
        officer.get("/trail/?child=Ada+Osei-Larkin")
        said = str(TrailLine.objects.latest("pk").detail)
        assert "one child" in said
        assert "Osei" not in said

    def test_the_anchor_shown_can_be_checked_later(
        self, house: House, officer: Client, clock: Clock
    ) -> None:
        assert "Nothing is sealed yet" in text(officer.get("/trail/"))
        sealing.seal_all(max(timezone.now(), clock.now) + dt.timedelta(days=1))
        (anchor,) = trail_anchors.taken(dt.date(2026, 11, 24), house.school.pk)
        assert str(anchor) in text(officer.get("/trail/"))
        assert trail_checking.check([anchor]).broken == ()

    def test_the_first_page_leads_on_to_it(self, officer: Client) -> None:
        for page in ("/", "/more/"):
            assert 'href="/trail/"' in text(officer.get(page))


def test_the_trail_is_read_by_nobody_else(house: House) -> None:
    from django.core.exceptions import PermissionDenied

    from belong.people import trail_reading
    from belong.people.trail_reading import Asked

    day = NINE.date()
    by = house.adults["attendance_lead"]
    assert not by.may(Permission.TRAIL_SEARCH)
    with pytest.raises(PermissionDenied):
        trail_reading.search(Asked(day, day), by=by, most=1)
    with pytest.raises(PermissionDenied):
        trail_reading.adults(by)
    with pytest.raises(PermissionDenied):
        trail_reading.about_child(house.child(ADA), by=by, first=day, last=day, most=1)
