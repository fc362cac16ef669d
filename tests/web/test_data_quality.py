"""Data quality: each finding holds when it should, and only then; nobody is named unnoted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests import people
from tests.people import ADA, FAY, GUS, TODAY, House, SignIn, as_csv

from belong.basics.upn import check_letter
from belong.intake import merging, undoing
from belong.people.models import Pupil, TrailLine

ADDRESS = "/data-quality/"
CLEAN = "Nothing to put right: the data are in good order"
BORN = "2013-03-09"


def _number(n: int) -> str:
    rest = f"8869999{n:05d}"
    return f"{check_letter(rest)}{rest}"


@dataclass(frozen=True)
class One:
    """A child in good order; a test changes what it is about.

    marks  what was not an ordinary presence: {"2026-11-24 AM": "N"}; None for no mark at all
    """

    n: int
    surname: str
    form: str = "7 Oak"
    year: str = "7"
    born: str = BORN
    left: str = ""
    upn: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The child's UPN, a right one if the test gives none."""
        return self.upn or _number(self.n)


def a_form(form: str = "7 Oak", year: str = "7", size: int = 4, first: int = 1) -> list[One]:
    """A form of children in good order."""
    return [One(first + n, f"{form[2:]}ley{first + n}", form, year) for n in range(size)]


def school_days(first: str, last: str = "2026-11-24") -> list[dt.date]:
    """The weekdays from one date to another."""
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    every = (start + dt.timedelta(days=n) for n in range((end - start).days + 1))
    return [day for day in every if day.weekday() < 5]


def pupils(children: Iterable[One]) -> bytes:
    """The pupils file of some children."""
    heads = ["UPN", "Surname", "Forename", "Year Group", "Reg Group", "Date of Birth",
             "Date of Admission", "Date of Leaving"]  # fmt: skip
    lines = [[c.id, c.surname, "Sam", c.year, c.form, c.born, "2024-09-03", c.left]
             for c in children]  # fmt: skip
    return as_csv([heads, *lines])


def marks(children: Iterable[One], days: Sequence[dt.date], until: str = "2026-11-24 AM") -> bytes:
    """The register of some children, up to a half-day."""
    lines = []
    for child in children:
        for day in days:
            for half, present in (("AM", "/"), ("PM", "\\")):
                at = f"{day.isoformat()} {half}"
                mark = child.marks.get(at, child.marks.get(day.isoformat(), present))
                if at <= until and mark is not None:
                    lines.append([child.id, day.isoformat(), half, mark])
    return as_csv([["UPN", "Date", "Session", "Mark"], *lines])


NOVEMBER = school_days("2026-11-02")


def bring(
    house: House,
    children: Sequence[One],
    days: Sequence[dt.date] = NOVEMBER,
    until: str = "2026-11-24 AM",
) -> None:
    """Children and their register, through the real door."""
    house.bring(pupils(children), "pupils.csv", kind="pupils")
    house.bring(marks(children, days, until), "marks.csv", kind="marks")


def changed(children: list[One], at: int, **what: object) -> list[One]:
    """The same children, one of them different."""
    return [replace(c, **what) if n == at else c for n, c in enumerate(children)]  # type: ignore[arg-type]


def body(client: Client, address: str = ADDRESS) -> str:
    """The page without what stands around it."""
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode().split("<main", 1)[1].split("<aside", 1)[0])


def text(html: str) -> str:
    """What it says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def findings(client: Client, address: str = ADDRESS) -> dict[str, str]:
    """Each finding of the page: its heading, and everything under it in words."""
    parts = re.split(r'<h2 id="finding-\d+">', body(client, address))[1:]
    return {text(part.split("</h2>")[0]): text(part.split("</h2>", 1)[1]) for part in parts}


def headings(client: Client, address: str = ADDRESS) -> list[str]:
    """The headings of the page's findings, in order."""
    return list(findings(client, address))


@pytest.fixture
def two_forms(empty: House) -> House:
    """A school in good order: two forms of one year, and November's register."""
    bring(empty, [*a_form(), *a_form("7 Elm", first=11)])
    return empty


def test_a_school_in_good_order_is_told_so_and_what_was_looked_at(
    two_forms: House, signed_in: SignIn
) -> None:
    client = signed_in(two_forms)
    page = client.get(ADDRESS).content.decode()
    said = text(page)
    assert CLEAN in said
    assert "Every check came back clean" in said
    assert "Every mark expected since Mon 2 Nov 2026 is there." in said
    assert findings(client) == {}
    assert "<summary" not in body(client)
    for check in ("Missing marks, by form and day", "D without the name of the other school",
                  "Children without a date of birth"):  # fmt: skip
        assert check in said
    assert "list.csv" not in page, "there is nothing to save"


def test_before_any_register_the_page_says_what_it_will_do(empty: House, signed_in: SignIn) -> None:
    said = text(signed_in(empty).get(ADDRESS).content.decode())
    assert "Nothing to look at yet" in said
    assert "Bring a register in" in said


# Missing marks


def test_a_single_missing_mark_names_the_child_the_form_and_the_day(
    empty: House, signed_in: SignIn
) -> None:
    bring(empty, changed(a_form(), 1, marks={"2026-11-17 PM": "-", "2026-11-18 AM": "-"}))
    said = findings(signed_in(empty))["2 marks are missing for 7 Oak"]
    assert "Sam Oakley2 " in said
    assert "Wed 18 Nov 2026, morning; Tue 17 Nov 2026, afternoon" in said
    assert "register was not taken" not in said
    assert "This is 1.5% of the marks expected." in said
    assert "Over 2%" not in said


def test_a_register_nobody_took_is_one_line(empty: House, signed_in: SignIn) -> None:
    gone = {"2026-11-17 PM": "-"}
    oak = [replace(c, marks=gone) for c in a_form()]
    bring(empty, [*oak, *a_form("7 Elm", first=11)])
    found = findings(signed_in(empty))
    assert list(found) == ["4 afternoon marks are missing for 7 Oak"]
    (said,) = found.values()
    assert "1 register was not taken" in said
    assert "7 Oak Tue 17 Nov 2026, afternoon 4 of 4 marks" in said
    assert "Oakley" not in said, "one line a form, not one a child"


def test_half_a_form_makes_a_register_and_the_others_are_single(
    empty: House, signed_in: SignIn
) -> None:
    gone = {"2026-11-17 PM": "-"}
    half = [replace(c, marks=gone) if n < 2 else c for n, c in enumerate(a_form())]
    bring(empty, half)
    (said,) = findings(signed_in(empty)).values()
    assert "register was not taken" not in said
    assert "2 single marks, by child" in said


def test_several_forms_say_which_lacks_most(empty: House, signed_in: SignIn) -> None:
    gone = {"2026-11-17 PM": "-"}
    oak = [replace(c, marks=gone) for c in a_form()]
    bring(empty, [*oak, *changed(a_form("7 Elm", first=11), 0, marks=gone)])
    assert headings(signed_in(empty)) == ["5 marks are missing, 4 of them for 7 Oak"]


def test_a_register_of_today_is_late_and_not_missing(
    empty: House, signed_in: SignIn, settings: Settings
) -> None:
    gone = {"2026-11-24 AM": "-"}
    late = [replace(c, marks=gone) for c in a_form()]
    bring(empty, [*late, *a_form("7 Elm", first=11)])
    client = signed_in(empty)
    assert headings(client) == []
    settings.FIXED_NOW = "2026-11-25T08:00:00"
    # The day after, at a computer that was locked meanwhile.
    assert headings(signed_in(empty)) == ["4 morning marks are missing for 7 Oak"]


def test_marks_before_the_half_term_are_looked_for_on_asking(
    empty: House, signed_in: SignIn
) -> None:
    days = [*school_days("2026-10-05", "2026-10-23"), *NOVEMBER]
    bring(empty, changed(a_form(), 0, marks={"2026-10-06 AM": "-"}), days)
    client = signed_in(empty)
    assert headings(client) == []
    assert headings(client, f"{ADDRESS}?since=year") == ["1 morning mark is missing for 7 Oak"]
    assert headings(client, f"{ADDRESS}?since=sometime") == []


@pytest.mark.parametrize(("rows", "asked"), [(2, False), (3, True)])
def test_over_two_percent_missing_is_worth_putting_right_first(
    empty: House, signed_in: SignIn, rows: int, asked: bool
) -> None:
    """Of 25 children with four sessions, 2 marks are 2 percent: not over it. An old N comes after
    marks that are over it, and before those that are not."""
    days = school_days("2026-11-19", "2026-11-20")
    gone = {"2026-11-19 AM": "-"}
    many = [replace(c, marks=gone) if n < rows else c for n, c in enumerate(a_form(size=25))]
    bring(empty, many, days)
    said = findings(signed_in(empty))[f"{rows} morning marks are missing for 7 Oak"]
    assert ("Over 2% is worth putting right first." in said) is asked


def test_a_child_with_over_five_percent_missing_is_not_to_be_judged(
    empty: House, signed_in: SignIn
) -> None:
    """33 sessions: one missing is 3 percent, two are 6."""
    gone = {"2026-11-17 PM": "-"}
    some = changed(a_form(), 1, marks=gone)
    bring(empty, changed(some, 2, marks=gone | {"2026-11-18 AM": "-"}))
    found = findings(signed_in(empty))
    said = found["For 1 child, too many marks are missing to be sure"]
    assert "Sam Oakley3" in said
    assert "2 of 33 marks" in said
    assert "Oakley2" not in said


# Letters, and what was not taken from files


def test_a_letter_of_no_table_says_which_and_in_which_file(empty: House, signed_in: SignIn) -> None:
    odd = {"2026-11-17 PM": "?!", "2026-11-18 AM": "?!", "2026-11-19 AM": "H"}
    bring(empty, changed(a_form(), 0, marks=odd))
    found = findings(signed_in(empty))
    heading = "3 marks have letters that are not in use: ?! (2) and H (1)"
    assert heading in found
    assert "marks.csv" in found[heading]
    assert "The mark ?! is not an attendance code." in found[heading]
    assert "it ended on 18 August 2024" in found[heading]


def test_a_later_file_over_the_same_days_settles_an_earlier_one(
    empty: House, signed_in: SignIn
) -> None:
    children = changed(a_form(), 0, marks={"2026-11-17 PM": "?!"})
    bring(empty, children)
    client = signed_in(empty)
    odd = "1 mark has a letter that is not in use: ?!"
    assert odd in headings(client)
    empty.bring(marks(a_form(), school_days("2026-11-16")), "a-week.csv", kind="marks")
    assert odd in headings(client), "a file that begins later says nothing about it"
    early = school_days("2026-11-02", "2026-11-13")
    empty.bring(marks(a_form(), early), "a-fortnight.csv", kind="marks")
    assert odd in headings(client), "nor does one that ends earlier"
    empty.bring(marks(a_form(), NOVEMBER), "again.csv", kind="marks")
    assert odd not in headings(client)


def test_records_of_a_child_nobody_knows_lead_to_their_file(
    two_forms: House, signed_in: SignIn
) -> None:
    heads = ["UPN", "Placement Type", "Provider", "Start Date", "End Date"]
    lines = [[_number(n), "AP", "The Forge", "2026-11-02", "2026-12-18"] for n in (1, 77, 78)]
    brought = two_forms.bring(as_csv([heads, *lines]), "placements.csv", kind="placements")
    found = findings(signed_in(two_forms))
    assert list(found) == ["Records of 2 children matched nobody here"]
    assert "placements.csv" in found["Records of 2 children matched nobody here"]
    assert f'href="/registers/{brought.pk}/"' in body(signed_in(two_forms))


def test_a_file_that_waits_or_was_taken_back_is_not_looked_at(
    two_forms: House, signed_in: SignIn
) -> None:
    client = signed_in(two_forms)
    day = dt.date(2026, 10, 30)
    odd = marks(changed(a_form(), 0, marks={f"{day} AM": "?!"}), [day])
    two_forms.read(odd, kind="marks")
    assert headings(client) == []
    kept = two_forms.bring(odd, "odd.csv", kind="marks")
    assert "1 mark has a letter that is not in use: ?!" in headings(client)
    undoing.undo(by=two_forms.lead, brought=kept)
    assert headings(client) == []


# Marks that look odd


@pytest.mark.parametrize(("day", "long"), [("2026-11-17", False), ("2026-11-16", True)])
def test_an_n_may_stand_for_five_school_days(
    empty: House, signed_in: SignIn, day: str, long: bool
) -> None:
    """On Tue 24 Nov, five school days have come after Tue 17 and six after Mon 16."""
    bring(empty, changed(a_form(), 2, marks={f"{day} AM": "N"}))
    found = findings(signed_in(empty))
    heading = "1 session has had no reason for over 5 school days"
    assert list(found) == ([heading] if long else [])
    if long:
        assert "Sam Oakley3" in found[heading]
        assert "Mon 16 Nov 2026, morning" in found[heading]


def test_an_n_that_was_answered_is_gone(empty: House, signed_in: SignIn) -> None:
    bring(empty, changed(a_form(), 2, marks={"2026-11-09": "N"}))
    client = signed_in(empty)
    assert headings(client) == ["2 sessions have had no reason for over 5 school days"]
    answered = changed(a_form(), 2, marks={"2026-11-09": "I"})
    empty.bring(marks(answered, NOVEMBER), "again.csv", kind="marks")
    assert headings(client) == []


def test_a_closure_for_part_of_a_year_group_is_shown_by_day_and_child(
    empty: House, signed_in: SignIn
) -> None:
    shut = {"2026-11-09": "Y3", "2026-11-10": "Y3"}
    bring(empty, changed(a_form(), 3, marks=shut))
    found = findings(signed_in(empty))
    heading = "On 2 days, school was shut for part of a year group"
    assert list(found) == [heading]
    assert "Year 7 Mon 9 Nov 2026 1 child with school shut, 3 with school open" in found[heading]
    assert "Sam Oakley4" in found[heading]
    assert "4 sessions (2 days) fewer" in found[heading]


@pytest.mark.parametrize("mark", ["D", "X", "Q", "Y1", "Y5", "Y7", "V", "I"])
def test_a_mark_about_one_child_makes_no_uneven_day(
    empty: House, signed_in: SignIn, mark: str
) -> None:
    bring(empty, changed(a_form(), 3, marks={"2026-11-09": mark, "2026-11-10": mark}))
    assert [h for h in headings(signed_in(empty)) if "year group" in h] == []


@pytest.mark.parametrize("mark", ["#", "Y2", "Y3", "Y4", "Y6"])
def test_a_closure_of_the_whole_year_group_is_even(
    empty: House, signed_in: SignIn, mark: str
) -> None:
    shut = [replace(c, marks={"2026-11-09": mark}) for c in a_form()]
    bring(empty, [*shut, *a_form("8 Elm", "8", first=11)])
    assert headings(signed_in(empty)) == []


def test_who_joined_later_has_no_uneven_year(empty: House, signed_in: SignIn) -> None:
    late = a_form(size=5)
    bring(empty, late[:4])
    heads = ["UPN", "Surname", "Forename", "Year Group", "Reg Group", "Date of Birth",
             "Date of Admission"]  # fmt: skip
    new = late[4]
    line = [new.id, new.surname, "Sam", "7", "7 Oak", BORN, "2026-11-16"]
    empty.bring(as_csv([heads, line]), "new.csv", kind="pupils")
    empty.bring(marks([new], school_days("2026-11-16")), "m.csv", kind="marks")
    assert headings(signed_in(empty)) == []


def test_marks_after_the_last_day_are_found_when_the_day_comes_to_be_known(
    two_forms: House, signed_in: SignIn
) -> None:
    client = signed_in(two_forms)
    assert headings(client) == []
    gone = [replace(a_form()[0], left="2026-11-20")]
    two_forms.bring(pupils(gone), "leavers.csv", kind="pupils")
    found = findings(client)
    assert list(found) == ["3 marks are dated after the child left"]
    (said,) = found.values()
    assert "Sam Oakley1" in said
    assert "Tue 24 Nov 2026, morning; Mon 23 Nov 2026, afternoon" in said


def test_marks_after_leaving_that_were_not_taken_lead_to_their_file(
    empty: House, signed_in: SignIn
) -> None:
    children = changed(a_form(), 0, left="2026-11-20")
    bring(empty, children)
    found = findings(signed_in(empty))
    assert list(found) == ["3 marks in a file are dated after the child left"]


# Arrangements


WEDNESDAYS = {f"{d.isoformat()} PM": "C2" for d in NOVEMBER if d.weekday() == 2}
PLACED = ["UPN", "Placement Type", "Provider", "Start Date", "End Date"]


def _agree(house: House, child: One, first: str, last: str, kind: str = "C2") -> None:
    line = [child.id, kind, "At school", first, last]
    house.bring(as_csv([PLACED, line]), "placements.csv", kind="placements")


def test_a_part_time_timetable_without_a_last_day_is_shown(empty: House, signed_in: SignIn) -> None:
    bring(empty, changed(a_form(), 1, marks=WEDNESDAYS))
    found = findings(signed_in(empty))
    heading = "1 part-time timetable has no last day"
    assert list(found) == [heading]
    assert "Sam Oakley2" in found[heading]
    assert "Wed 4 Nov 2026" in found[heading]
    assert "No last day is written down. 2 weeks so far." in found[heading]


@pytest.mark.parametrize(
    ("first", "last", "kind", "shown"),
    [
        ("2026-11-02", "2026-12-18", "C2", False),
        ("2026-11-02", "2026-11-18", "C2", False),
        ("2026-11-02", "2026-11-17", "C2", True),
        ("2026-11-02", "", "C2", True),
        ("2026-11-19", "2026-12-18", "C2", True),
        ("2026-11-02", "2026-12-18", "AP", True),
    ],
)
def test_an_agreement_must_reach_over_the_marks(
    empty: House, signed_in: SignIn, first: str, last: str, kind: str, shown: bool
) -> None:
    children = changed(a_form(), 1, marks=WEDNESDAYS)
    bring(empty, children)
    _agree(empty, children[1], first, last, kind)
    wanted = ["1 part-time timetable has no last day"] if shown else []
    assert headings(signed_in(empty)) == wanted


@pytest.mark.parametrize(("first", "shown"), [("2026-10-07", True), ("2026-10-14", False)])
def test_six_weeks_are_long_even_with_a_last_day(
    empty: House, signed_in: SignIn, first: str, shown: bool
) -> None:
    """The last of them is on Wed 18 Nov: six weeks after Wed 7 Oct."""
    days = [*school_days("2026-10-05", "2026-10-23"), *NOVEMBER]
    short = {
        f"{d.isoformat()} PM": "C2" for d in days if d.weekday() == 2 and d.isoformat() >= first
    }
    children = changed(a_form(), 1, marks=short)
    bring(empty, children, days)
    _agree(empty, children[1], first, "2026-12-18")
    found = findings(signed_in(empty))
    assert list(found) == (["1 part-time timetable needs a look"] if shown else [])
    if shown:
        (said,) = found.values()
        assert "6 weeks so far." in said


def test_a_part_time_timetable_that_is_over_is_not_shown(empty: House, signed_in: SignIn) -> None:
    bring(empty, changed(a_form(), 1, marks={"2026-11-04 PM": "C2"}))
    assert headings(signed_in(empty)) == []


DUAL = {"2026-11-19": "D", "2026-11-20": "D"}
NO_SCHOOL = "For 1 child with D, no other school is named"


@pytest.mark.parametrize(
    ("first", "last", "other", "shown"),
    [
        ("2024-09-03", "", "Windmill Road", False),
        ("2024-09-03", "2026-11-20", "Windmill Road", False),
        ("2024-09-03", "2026-11-19", "Windmill Road", True),
        ("2024-09-03", "", "", True),
    ],
)
def test_d_needs_the_name_of_the_other_school(
    empty: House, signed_in: SignIn, first: str, last: str, other: str, shown: bool
) -> None:
    children = changed(a_form(), 1, marks=DUAL)
    bring(empty, children)
    heads = ["UPN", "Enrolment Status", "Date of admission", "End Date", "Other School"]
    line = [children[1].id, "M", first, last, other]
    empty.bring(as_csv([heads, line]), "enrolments.csv", kind="enrolments")
    found = findings(signed_in(empty))
    assert list(found) == ([NO_SCHOOL] if shown else [])


def test_d_without_any_enrolment_is_shown_with_its_sessions(
    empty: House, signed_in: SignIn
) -> None:
    bring(empty, changed(a_form(), 1, marks=DUAL))
    found = findings(signed_in(empty))
    assert list(found) == [NO_SCHOOL]
    assert "Sam Oakley2" in found[NO_SCHOOL]
    assert "4 sessions this year" in found[NO_SCHOOL]
    assert "Fri 20 Nov 2026" in found[NO_SCHOOL]


# Children's records


@pytest.mark.parametrize(
    ("what", "heading"),
    [
        ({"born": ""}, "1 child has no date of birth"),
        ({"form": ""}, "1 child has no form"),
        ({"upn": "A801200001001"}, "1 UPN has a check letter that does not fit"),
    ],
)
def test_a_thin_record_is_shown_for_who_is_here(
    empty: House, signed_in: SignIn, what: dict[str, str], heading: str
) -> None:
    bring(empty, changed(a_form(), 1, **what))
    found = findings(signed_in(empty))
    assert list(found) == [heading]
    assert "Sam Oakley2" in found[heading]
    assert "Oakley1" not in found[heading]


@pytest.mark.parametrize("what", [{"born": ""}, {"form": ""}, {"upn": "A801200001001"}])
def test_the_record_of_a_leaver_is_left_in_peace(
    empty: House, signed_in: SignIn, what: dict[str, str]
) -> None:
    children = changed(a_form(), 1, left="2026-10-30", **what)
    bring(empty, [c for c in children if not c.left])
    empty.bring(pupils(children[1:2]), "left.csv", kind="pupils")
    assert headings(signed_in(empty)) == []


def test_where_no_child_has_a_birthday_the_file_lacks_them(empty: House, signed_in: SignIn) -> None:
    bring(empty, [replace(c, born="") for c in a_form()])
    (said,) = findings(signed_in(empty)).values()
    assert "export the pupils file with dates of birth" in said


@pytest.mark.parametrize(
    ("surname", "born", "left", "shown"),
    [
        ("O’Harrow-Bligh", BORN, "", True),
        ("O'HARROW BLIGH", BORN, "", True),
        ("O'Harrow-Bligh", BORN, "2026-10-30", True),
        ("O'Harrow-Bligh", "2013-03-10", "", False),
        ("O'Harrow-Blight", BORN, "", False),
    ],
)
def test_two_records_of_one_name_and_birthday_may_be_one_child(
    empty: House, signed_in: SignIn, surname: str, born: str, left: str, shown: bool
) -> None:
    children = changed(a_form(), 0, surname="O'Harrow-Bligh")
    children = changed(children, 1, surname=surname, born=born, left=left)
    bring(empty, [c for c in children if not c.left])
    empty.bring(pupils(children), "again.csv", kind="pupils")
    found = findings(signed_in(empty))
    heading = "1 child may be in the records twice"
    assert list(found) == ([heading] if shown else [])
    if shown:
        assert found[heading].count("O'Harrow-Bligh") >= 1
        assert found[heading].count("Sat 9 Mar 2013") == 2


@pytest.mark.parametrize("role", ["attendance_lead", "headteacher"])
def test_who_may_join_two_records_is_led_to_both_side_by_side(
    empty: House, signed_in: SignIn, role: str
) -> None:
    """The record of the child who is here stays, whichever of the two somebody opens."""
    children = changed(a_form(), 1, surname="Oakley1", left="2026-10-30")
    bring(empty, [c for c in children if not c.left])
    empty.bring(pupils(children), "again.csv", kind="pupils")
    here, gone = (Pupil.objects.get(source_id=c.id).pk for c in children[:2])
    client = signed_in(empty, role)
    hrefs = [unescape(h) for h in re.findall(r'href="(/children/join/[^"]*)"', body(client))]
    wanted = [f"/children/join/?one={here}&other={gone}"] * 2
    assert hrefs == (wanted if role == "attendance_lead" else [])
    saved = b"".join(client.get(f"{ADDRESS}list.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "On roll now" in saved
    assert "Look at both" not in saved.replace("Look at both in your", "")


def test_two_leavers_of_one_name_are_left_in_peace(two_forms: House, signed_in: SignIn) -> None:
    gone = [replace(One(40 + n, "Twice"), left="2026-07-10") for n in range(2)]
    two_forms.bring(pupils(gone), "left.csv", kind="pupils")
    assert headings(signed_in(two_forms)) == []


def test_two_records_that_were_joined_are_one(empty: House, signed_in: SignIn) -> None:
    children = changed(a_form(), 1, surname="Oakley1")
    bring(empty, children)
    client = signed_in(empty)
    assert headings(client) == ["1 child may be in the records twice"]
    one, other = (Pupil.objects.get(source_id=c.id) for c in children[:2])
    merging.merge(by=empty.lead, stays=one, goes=other)
    assert "1 child may be in the records twice" not in headings(client)


# The page


def test_what_hurts_most_comes_first(empty: House, signed_in: SignIn) -> None:
    """A register of which a quarter is missing, then an old N, then a birthday."""
    gone = {f"{d.isoformat()} PM": "-" for d in NOVEMBER[:12]}
    children = [replace(c, marks=gone) for c in a_form(size=3)]
    bring(empty, [*children, One(9, "Last", born="", marks={"2026-11-09 AM": "N"})])
    assert headings(signed_in(empty)) == [
        "36 afternoon marks are missing for 7 Oak",
        "For 3 children, too many marks are missing to be sure",
        "1 session has had no reason for over 5 school days",
        "1 child has no date of birth",
    ]


def test_each_finding_says_what_to_do_and_where(house: House, signed_in: SignIn) -> None:
    found = findings(signed_in(house))
    assert len(found) >= 3
    for heading, said in found.items():
        assert "What to do." in said.replace(" .", "."), heading
        assert re.search(r"\d", heading), heading
        assert "your school's own system" in said or "pupils file" in said, heading


def test_every_list_leads_to_its_children(house: House, signed_in: SignIn) -> None:
    page = body(signed_in(house))
    for child in (FAY, GUS):
        assert f'href="/children/{house.child(child).pk}/"' in page


def test_one_line_of_the_trail_names_everybody_in_the_lists(
    house: House, signed_in: SignIn
) -> None:
    client = signed_in(house)
    before = TrailLine.objects.count()
    page = body(client)
    new = list(TrailLine.objects.order_by("pk")[before:])
    assert [line.verb for line in new] == ["children listed"]
    shown = {int(pk) for pk in re.findall(r'href="/children/(\d+)/"', page)}
    assert set(new[0].ids) == shown
    assert shown


def test_nothing_to_name_writes_no_line(two_forms: House, signed_in: SignIn) -> None:
    client = signed_in(two_forms)
    before = TrailLine.objects.count()
    assert headings(client) == []
    assert TrailLine.objects.count() == before


def test_next_door_is_not_looked_at(house: House, next_door: House, signed_in: SignIn) -> None:
    odd = [[people.NEXT_DOOR[0].id, "2026-11-23", "AM", "?!"],
           [people.NEXT_DOOR[1].id, "2026-11-23", "AM", "/"]]  # fmt: skip
    next_door.bring(as_csv([["UPN", "Date", "Session", "Mark"], *odd]), "odd.csv", kind="marks")
    page = body(signed_in(house))
    assert "Vantongeren" not in page
    assert "not in use" not in page
    assert "odd.csv" not in page
    assert "Wychwood" not in page
    assert ADA.surname in page
    theirs = body(signed_in(next_door))
    assert ADA.surname not in theirs
    assert "odd.csv" in theirs
    assert "Wychwood" in theirs


def test_a_child_of_next_door_with_the_same_name_is_somebody_else(
    two_forms: House, next_door: House, signed_in: SignIn
) -> None:
    next_door.bring(pupils([replace(a_form()[0], n=900)]), "pupils.csv", kind="pupils")
    assert headings(signed_in(two_forms)) == []


def test_the_lists_can_be_taken_away_whole(house: House, signed_in: SignIn) -> None:
    client = signed_in(house)
    answer = client.get("/data-quality/list.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0].endswith("Finding,Who or what,Details")
    for heading in headings(client):
        assert any(heading in line for line in lines), heading
    assert TrailLine.objects.filter(verb="children exported").count() == 1


def test_a_long_list_says_how_many_more_there_are(
    empty: House, signed_in: SignIn, settings: Settings
) -> None:
    bring(empty, [replace(c, born="") for c in a_form(size=130)], [TODAY])
    page = body(signed_in(empty))
    assert page.count("Oakley") == 100
    assert "And 30 more lines." in text(page)
    answer = signed_in(empty).get("/data-quality/list.csv")
    assert b"".join(answer.streaming_content).count(b"Oakley") == 130, "taken away, it is whole"


def test_the_rail_leads_here_for_who_may_see_it(house: House, signed_in: SignIn) -> None:
    for role, there in (("headteacher", True), ("tutor", False)):
        page = signed_in(house, role).get("/").content.decode()
        assert (f'href="{ADDRESS}"' in page) is there, role
        assert people.ROLE_NAMES[role] in page
