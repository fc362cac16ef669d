"""People from outside in tests: Ada's family as a file names them, and links for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse
from tests.people import ADA, Child, House, as_csv

from belong.people import link_codes, outsiders
from belong.people.link_codes import Handed
from belong.people.models import Fact, Involvement, Membership
from belong.people.outsiders import Wanted

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
HEADS = ["UPN", "Contact Surname", "Contact Forename", "Relationship", "Contact Email",
         "No contact"]  # fmt: skip
MUM = [ADA.id, "Larkin", "Kim", "Mother", "kim.larkin@home.example", "N"]
GRAN = [ADA.id, "Osei", "Efua", "Grandparent", "", "N"]
DAD = [ADA.id, "Osei", "Sam", "Father", "sam.osei@home.example", "Y"]
HOME = "So that home and school say the same"
WORKER = Wanted("professional", "The child in need plan", who="Jo Price, social worker")


def at_home(house: House, *lines: list[str]) -> None:
    """Bring adults at home in, as the school's system has them: Ada's, if nobody else is said."""
    house.bring(as_csv([HEADS, *(lines or (MUM, GRAN, DAD))]), "contacts.csv", kind="contacts")


def family(name: str = "Kim Larkin") -> Wanted:
    """Somebody at home, by the name that is typed."""
    return Wanted("family", HOME, who=name)


def let_in(
    house: House, wanted: Wanted, *, role: str = "safeguarding_lead", child: Child = ADA
) -> Involvement:
    """Somebody from outside who is let see a child."""
    return outsiders.invite(
        by=house.adults[role], pupil_id=house.child(child).pk, wanted=wanted, at=NOW
    )


def handed(
    house: House, row: Involvement, *, role: str = "safeguarding_lead", at: dt.datetime = NOW
) -> Handed:
    """A link and a code on paper."""
    by: Membership = house.adults[role]
    return link_codes.hand_over(by=by, pupil_id=row.pupil_id, involvement_id=row.pk, at=at)


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser in which a visit has begun."""

    row: Involvement
    client: Client

    def page(self) -> bytes:
        """What their page says."""
        return bytes(self.client.get(reverse("visit:visit")).content)


def came(house: House, wanted: Wanted, child: Child = ADA) -> Visitor:
    """Somebody who has just used their link and their code."""
    row = let_in(house, wanted, child=child)
    given, client = handed(house, row), Client()
    answer = client.post(reverse("visit:with_link", args=[given.token]), {"code": given.code})
    assert answer.status_code == 302, answer.content
    return Visitor(row, client)


def not_to_be_contacted(row: Involvement) -> None:
    """The school's system says so of a contact, from this moment on."""
    fact = Fact.objects.get(pupil=row.pupil_id, kind="contacts", key=row.contact_key, until=None)
    fact.data = fact.data | {"no_contact": "yes"}
    fact.save()
