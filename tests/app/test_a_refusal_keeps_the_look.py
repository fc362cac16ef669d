"""Whoever is refused something about people from outside has looked at the child all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from pytest_django.fixtures import Settings
from tests import outside, trail_lines
from tests.outside import NOW, WORKER, family
from tests.people import ADA, House

from belong.people import link_codes, outsiders
from belong.people.fetch import NotYours
from belong.people.link_codes import NotSent
from belong.people.models import Involvement
from belong.people.outsiders import NotInvited, Wanted
from belong.people.trail import Verb

Refused = Callable[[House, Settings], None]


def _hand_over(house: House, row: Involvement, role: str = "safeguarding_lead") -> None:
    outside.handed(house, row, role=role)


def _send(house: House, row: Involvement, role: str = "safeguarding_lead") -> None:
    link_codes.send_link(
        by=house.adults[role], pupil_id=row.pupil_id, involvement_id=row.pk, at=NOW, address_of=str
    )


def _shut(house: House) -> Involvement:
    outside.at_home(house)
    row = outside.let_in(house, family())
    outside.not_to_be_contacted(row)
    return row


def handing_over_what_is_shut(house: House, settings: Settings) -> None:
    row = _shut(house)
    with RefusedAfterALook(house, NotSent):
        _hand_over(house, row)


def handing_over_as_somebody_who_may_not(house: House, settings: Settings) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    with RefusedAfterALook(house, PermissionDenied):
        _hand_over(house, row, "senco")


def handing_over_what_has_ended(house: House, settings: Settings) -> None:
    row = outside.let_in(house, WORKER)
    outsiders.end(
        by=house.adults["senco"], pupil_id=row.pupil_id, involvement_id=row.pk, at=NOW
    )  # fmt: skip
    with RefusedAfterALook(house, NotYours):
        _hand_over(house, row)


def sending_what_is_shut(house: House, settings: Settings) -> None:
    row = _shut(house)
    with RefusedAfterALook(house, NotSent):
        _send(house, row)


def sending_without_an_address(house: House, settings: Settings) -> None:
    row = outside.let_in(house, WORKER)
    with RefusedAfterALook(house, NotSent):
        _send(house, row)


def sending_where_no_mail_goes_out(house: House, settings: Settings) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    settings.MAIL_WORKS = False
    with RefusedAfterALook(house, NotSent):
        _send(house, row)


def sending_as_somebody_who_may_not(house: House, settings: Settings) -> None:
    outside.at_home(house)
    row = outside.let_in(house, family())
    with RefusedAfterALook(house, PermissionDenied):
        _send(house, row, "senco")


def ending_what_is_not_there(house: House, settings: Settings) -> None:
    by, ada = house.adults["senco"], house.child(ADA).pk
    with RefusedAfterALook(house, NotYours):
        outsiders.end(by=by, pupil_id=ada, involvement_id=987654, at=NOW)


def letting_nobody_in(house: House, settings: Settings) -> None:
    outside.at_home(house)
    with RefusedAfterALook(house, NotInvited):
        outside.let_in(house, family("Nobody Known"))


def letting_somebody_in_twice(house: House, settings: Settings) -> None:
    outside.let_in(house, WORKER)
    with RefusedAfterALook(house, NotInvited):
        outside.let_in(house, WORKER)


def letting_in_at_no_address(house: House, settings: Settings) -> None:
    wrong = Wanted("professional", "A plan", who="Jo Price", email="jo at home", checked=True)
    with RefusedAfterALook(house, NotInvited):
        outside.let_in(house, wrong)


class RefusedAfterALook:
    """What is done within is refused, and a look at Ada stays behind, alone."""

    def __init__(self, house: House, how: type[Exception]) -> None:
        self.house, self.raises = house, pytest.raises(how)

    def __enter__(self) -> None:
        self.mark = trail_lines.newest()
        self.raises.__enter__()

    def __exit__(self, *what: object) -> bool:
        stopped = bool(self.raises.__exit__(*what))  # type: ignore[arg-type]
        (line,) = trail_lines.since(self.mark)
        assert (line.verb, line.ids) == (Verb.OUTSIDERS_SEEN, [self.house.child(ADA).pk])
        return stopped


REFUSALS: tuple[Refused, ...] = (
    handing_over_what_is_shut, handing_over_as_somebody_who_may_not, handing_over_what_has_ended,
    sending_what_is_shut, sending_without_an_address, sending_where_no_mail_goes_out,
    sending_as_somebody_who_may_not, ending_what_is_not_there, letting_nobody_in,
    letting_somebody_in_twice, letting_in_at_no_address,
)  # fmt: skip


@pytest.mark.parametrize("refused", REFUSALS, ids=lambda one: one.__name__)
def test_the_look_stays(house: House, settings: Settings, refused: Refused) -> None:
    refused(house, settings)
