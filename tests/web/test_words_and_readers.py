"""What adults write of a child is read by those who may, and stands in no title and no address."""

from __future__ import annotations

import re

import pytest
from tests import outside, whose_page
from tests.canaries import Canaries
from tests.pages import SHOWN
from tests.people import ADA, FAY, Child, House, SignIn
from tests.web.test_other_peoples_children import body_of
from tests.written_words import about_a_child, readers, write

from belong.people.models import Fact

TITLES = re.compile(r"<title>.*?</title>|(?:href|action)=\"[^\"]*\"", re.S)
LISTS = ("/today/", "/first-day/", "/words-today/", "/early-warnings/", "/good-things/", "/gate/")


@pytest.fixture
def canaries(house: House) -> Canaries:
    found = Canaries()
    for child in (ADA, FAY):
        write(house, child, found)
        Fact.objects.create(
            school=house.school, pupil=house.child(child), kind="characteristics", key="worker",
            data={"trait": "social_worker", "value": "yes"}, since=0, import_id=0,
        )  # fmt: skip
    return found


def sent_to(house: House, signed_in: SignIn, role: str) -> str:
    client = signed_in(house, role)
    answers = [client.get(page.of(house)) for page in SHOWN if page.about not in ("import", "two")]
    answers += [client.get(address) for address in LISTS]
    return "".join(
        body_of(one).decode(errors="replace") + str(dict(one.headers)) for one in answers
    )


def may_read(house: House, role: str, child: Child) -> set[str]:
    by, pupil = house.adults[role], house.child(child)
    return {name for name, may in readers().items() if any(by.may(one, of=pupil) for one in may)}


@pytest.mark.parametrize("role", whose_page.TRIED)
def test_each_role_reads_what_it_may_and_nothing_else(
    house: House, signed_in: SignIn, canaries: Canaries, role: str
) -> None:
    sent = sent_to(house, signed_in, role)
    for child in (ADA, FAY):
        assert canaries.seen(sent, child) - may_read(house, role, child) == set()
    named = " ".join(TITLES.findall(sent))
    assert canaries.seen(named) == set(), "in a title or an address"


def test_the_watch_for_words_sees_them(house: House, signed_in: SignIn, canaries: Canaries) -> None:
    """Every field is shown to somebody, so that the test above looks at something."""
    seen = set()
    for role in ("headteacher", "safeguarding_lead", "attendance_lead", "key_person"):
        seen |= canaries.seen(sent_to(house, signed_in, role), ADA)
    assert set(readers()) - seen == ON_NO_PAGE


ON_NO_PAGE = {
    "acts.Act, done: why", "acts.Act, planned: outcome", "acts.Act, planned: noticed",
    "voice.Round, well: wonder", "voice.Round, wonder: goes_well",
}  # fmt: skip
"""Why something was planned goes once it is done; what came of it comes only then. Each half of a
thought of the class round is laid alone, as each has its own readers."""


def test_every_thing_that_is_written_of_a_child_is_watched() -> None:
    watched = {name.split(":")[0].split(",")[0] for name in readers()}
    assert {model._meta.label for model in about_a_child()} == watched


def test_the_school_next_door_reads_nothing(
    house: House, next_door: House, signed_in: SignIn, canaries: Canaries
) -> None:
    client = signed_in(next_door, "headteacher")
    answers = [client.get(page.of(house)) for page in SHOWN if page.about == "child"]
    assert {one.status_code for one in answers} <= {404, 403}
    assert canaries.seen("".join(body_of(one).decode() for one in answers)) == set()


@pytest.mark.parametrize("who", ["family", "professional"])
def test_visitors_from_outside_read_nothing_of_it(
    house: House, canaries: Canaries, who: str
) -> None:
    outside.at_home(house)
    wanted = outside.family() if who == "family" else outside.WORKER
    assert canaries.seen(outside.came(house, wanted).page().decode()) == set()
