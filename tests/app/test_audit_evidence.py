"""Evidence Belong offers: each is counted as its formula says, and nobody is pointed at."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from tests import trail_lines
from tests.looks import A_POLICY, NOW, a_look, a_paper, member, question
from tests.people import ADA, BEN, HAL, THIS_YEAR, TODAY, House

from belong.insight import audit_evidence, evidence
from belong.insight import desk as desks
from belong.insight.desk import Desk
from belong.insight.evidence import counts
from belong.insight.evidence.counts import Share
from belong.people.models import Membership
from belong.people.permissions import Permission
from belong.people.reach import Reach
from belong.people.trail import Verb
from belong.practice.audit import lists, queries, showing
from belong.practice.audit.models import Question
from belong.practice.audit.plan_models import Evidence, Paper
from belong.practice.audit.showing import Figure
from belong.practice.audit.wrong import NotKept, WordsMoved
from belong.practice.contact.in_touch import Contact
from belong.practice.curiosity.models import Arrival
from belong.practice.noticing.models import GoodThing

HERE = 10
"""Children of the small school who are on roll."""


def a_desk(house: House, role: str = "headteacher") -> Desk:
    found = desks.open_at(member(house, role), TODAY, Permission.SCHOOL_TODAY_READ)
    assert found is not None
    return found


def test_each_kind_is_counted_and_said_and_at_least_twelve_statements_have_one() -> None:
    assert set(counts.COUNTED) == set(evidence.definitions())
    for key in lists.SHIPPED:
        offers = [one.offers for one in lists.shipped(key).items]
        assert {key for of in offers for key in of} <= set(counts.COUNTED)
    assert sum(bool(one.offers) for one in lists.shipped("relational").items) >= 12
    for one in evidence.definitions().values():
        assert one.formula.endswith(".")
        assert "{part}" in one.says
        assert one.nobody.startswith("Nobody")
        assert "{whole}" in one.says


def test_counts_are_what_people_wrote_down(house: House) -> None:
    by, at = house.adults["tutor"].adult, NOW
    said = {"school": house.school, "by": by, "at": at}
    ada, ben, hal = (house.child(c) for c in (ADA, BEN, HAL))
    of = a_desk(house)
    assert counts.key_person(of) == Share(1, HERE)  # Ada
    Membership.objects.create(
        adult=by, school=house.school, role_key="key_person", reach=Reach.CHILD, pupil=ben,
        begins=THIS_YEAR["begins"], ends=TODAY - dt.timedelta(days=1),
    )  # fmt: skip
    assert counts.key_person(of) == Share(1, HERE)  # Ben's ended yesterday
    GoodThing.objects.create(**said, pupil=ben, kind="school", seen="He helped.", day=TODAY)
    GoodThing.objects.create(**said, pupil=ben, kind="school", seen="He sang.", day=TODAY)
    assert counts.good_things(of) == Share(1, HERE)
    assert counts.good_home(of) == Share(0, HERE)
    Contact.objects.create(
        **said, pupil=ada, whom="home", channel="phone", kind="hello", day=TODAY
    )  # fmt: skip
    assert counts.in_touch(of) == Share(1, HERE)
    assert counts.gate_met(of) == Share(0, 3)  # Cal late twice, Hal this morning
    Arrival.objects.create(**said, pupil=hal, day=TODAY, how="late")
    assert counts.gate_met(of) == Share(1, 3)
    assert counts.second_step(of).part == counts.second_step(of).whole > 20
    assert counts.somebody_in_touch(of) is None  # too early to say


@pytest.mark.parametrize("key", sorted(counts.COUNTED))
def test_each_kind_can_be_asked_of_a_school_in_which_nothing_was_written(
    house: House, key: str
) -> None:
    found = counts.COUNTED[key](a_desk(house))
    assert found is None or 0 <= found.part <= found.whole
    assert evidence.offer(a_desk(house, "tutor"), key) is None  # a tutor's children are not all


@pytest.mark.parametrize(
    ("part", "whole", "says"),
    [
        (82, 101, "about 80 of about 100"), (9, 100, "fewer than ten of about 100"),
        (1, 1_055, "fewer than ten of about 1,060"), (0, 29, "fewer than ten of about 30"),
        (0, 9, ""), (2, 2, ""), (8, 9, ""), (29, 29, ""), (28, 29, ""),
        (31, 31, "about 30 of about 30"), (998, 1_004, "about 1,000 of about 1,000"),
    ],
)  # fmt: skip
def test_numbers_are_rounded_and_few_are_kept_back(part: int, whole: int, says: str) -> None:
    definition = evidence.definitions()["key_person"]
    wanted = f"Written down in Belong: {says} children have a key person." if says else ""
    assert evidence.told(definition, Share(part, whole), 20) == wanted


@pytest.mark.parametrize("key", sorted(set(counts.COUNTED) - {"days_ahead"}))
def test_no_count_of_people_under_ten_is_ever_said(key: str) -> None:
    definition = evidence.definitions()[key]
    for part, whole in ((n, of) for of in range(1, 41) for n in range(of + 1)):
        said = evidence.told(definition, Share(part, whole), 25)
        digits = {int(n) for n in re.findall(r"[0-9]+", said)} - {25}
        assert digits <= {10, 20, 30, 40}, said


def test_what_nobody_wrote_down_is_said_as_that_and_is_no_evidence(house: House) -> None:
    definition = evidence.definitions()["good_home"]
    assert evidence.told(definition, Share(0, 1_055), 20) == (
        "Nobody has written down in Belong yet this half-term that a home heard of a good thing."
    )
    of = a_desk(house)
    for key in counts.COUNTED:
        found = evidence.offer(of, key)
        if found and not found.written:
            assert audit_evidence.figure(of, key) is None, key


def take(house: House, **more: object) -> Evidence:
    figure = Figure("gate_met", "About 210 of about 270", TODAY)
    said = {"by": member(house, "headteacher"), "question": question(a_look(house)),
            "figure": figure, "taken": True, "note": "", "version": 0, "at": NOW}  # fmt: skip
    return showing.answer(**(said | more))  # type: ignore[arg-type]


def test_what_is_taken_is_kept_as_it_read_on_the_day(house: House) -> None:
    mark = trail_lines.newest()
    kept = take(house, note="Year 9 less.")
    assert (kept.rounded, kept.as_of) == ("About 210 of about 270", TODAY)
    line = trail_lines.since(mark)[-1]
    assert line.verb == Verb.AUDIT_EVIDENCE
    assert set(line.detail) == {"look", "question"}
    with pytest.raises(WordsMoved):
        take(house, taken=False)
    kept = take(house, taken=False, version=1)
    assert (kept.answer, kept.rounded) == ("declined", "")


def test_only_a_leader_takes_evidence_and_only_what_is_offered(house: House) -> None:
    with pytest.raises(PermissionDenied):
        take(house, by=member(house, "pastoral_lead"))
    with pytest.raises(NotKept, match="not offered"):
        take(house, figure=Figure("second_step", "x", TODAY))
    assert not Evidence.objects.exists()


def test_evidence_reads_the_same_for_everybody_who_looks_on(house: House) -> None:
    take(house)
    asked: Question = question(a_look(house))
    for figure, version, says in (
        ("About 210 of about 270", 1, "About 210 of about 270"),
        ("", 2, "Too few to say here without pointing at somebody."),
    ):
        take(house, figure=Figure("gate_met", figure, TODAY), version=version)
        lines = audit_evidence.lines(asked, queries.evidence(asked.look), None)
        assert [one.sentence for one in lines] == [says]


@pytest.mark.parametrize(
    ("name", "body"),
    [("policy.exe", b"MZ"), ("policy.pdf", b"<html>"), ("pdf", b"%PDF-1.7"), (".pdf", b"%PDF-"),
     ("big.pdf", b"%PDF-" + b"0" * 3_000_000), ("page.html", b"<script>"),
     ("x" * 130 + ".pdf", b"%PDF-")],
)  # fmt: skip
def test_a_file_of_another_kind_or_size_is_not_taken(house: House, name: str, body: bytes) -> None:
    by, asked = member(house, "headteacher"), question(a_look(house))
    with pytest.raises(NotKept):
        showing.add_paper(by=by, question=asked, name=name, body=body, at=NOW)
    assert not Paper.objects.exists()


def test_five_files_stand_beside_a_statement_and_a_leader_takes_one_away(house: House) -> None:
    by, asked = member(house, "headteacher"), question(a_look(house))
    more = {"name": "../up/hello.pdf", "body": A_POLICY, "at": NOW}
    for _nth in range(5):
        kept = showing.add_paper(by=by, question=asked, **more)  # type: ignore[arg-type]
    assert (kept.name, bytes(kept.body)) == (".. up hello.pdf", A_POLICY)
    with pytest.raises(NotKept, match="Five"):
        showing.add_paper(by=by, question=asked, **more)  # type: ignore[arg-type]
    with pytest.raises(PermissionDenied):
        showing.remove_paper(by=member(house, "tutor"), paper=a_paper(house))
    showing.remove_paper(by=by, paper=kept)
    assert Paper.objects.count() == 4
