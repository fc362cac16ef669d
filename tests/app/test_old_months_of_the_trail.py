"""Old months of the trail go as a whole or not at all, and the rest still proves itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, connection, transaction
from pytest_django.fixtures import Settings
from tests import trail_lines
from tests.people import TODAY, House

from belong.cli.main import main
from belong.people import fetch, sealing, trail_anchors, trail_checking, trail_dropping, trail_sums
from belong.people.models import Membership, TrailDropped, TrailLine, TrailName, TrailSeal
from belong.people.roles import ROLES
from belong.people.trail import Verb
from belong.people.trail_anchors import Anchor
from belong.people.trail_checking import Checked, Kind
from belong.people.trail_dropping import NotDropped

NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
MONTH = dt.date(2020, 9, 1)
"""The earliest that stays, six school years after the one that is over."""
PER_MONTH = 4
Lines = Callable[..., None]


@pytest.fixture(autouse=True)
def _anchors(tmp_path: Path, settings: Settings) -> None:
    settings.ANCHORS = tmp_path / "anchors"


def written(school: int | None, year: int, months: range) -> None:
    """Some lines in each of some months, of one school."""
    TrailLine.objects.bulk_create(
        TrailLine(
            at=dt.datetime(year, month, 1 + 9 * n, 8, n, tzinfo=dt.UTC), who="a" * 32,
            school_id=school, verb=Verb.CHILD_SEEN, about="pupil", ids=[n], detail={"n": n},
        )
        for month in months for n in range(PER_MONTH - 1)
    )  # fmt: skip


@pytest.fixture
def old(house: House) -> House:
    """A house whose trail begins in 2019, beside a school next door whose trail does as well."""
    trail_lines.without_refusal()
    TrailLine.objects.all().delete()
    TrailSeal.objects.all().delete()
    trail_lines.with_refusal()
    for year, months in ((2019, range(1, 13)), (2020, range(1, 13)), (2026, range(9, 12))):
        written(house.school.pk, year, months)
        written(house.school.pk + 1, year, months)
    sealing.seal_all(NOW + dt.timedelta(days=1))
    return house


def officer(house: House, role: str = "data_protection_officer") -> Membership:
    found = fetch.membership(house.adults[role].adult, TODAY)
    assert found is not None
    return found


def drop(house: House, before: dt.date = MONTH, anchors: tuple[Anchor, ...] = ()) -> TrailDropped:
    return trail_dropping.drop(by=officer(house), before=before, at=NOW, anchors=anchors)


def checked(*anchors: Anchor) -> Checked:
    return trail_checking.check(anchors)


def of_school(house: House, other: int = 0) -> list[TrailLine]:
    return list(TrailLine.objects.filter(school_id=house.school.pk + other).order_by("pk"))


def refuses() -> bool:
    """Whether the tables refuse to let go of anything."""
    seen = []
    for model in (TrailLine, TrailSeal):
        try:
            with transaction.atomic():
                model.objects.filter(pk=model.objects.order_by("pk")[0].pk).delete()
        except DatabaseError:
            seen.append(model)
    return seen == [TrailLine, TrailSeal]


def test_whole_months_go_and_the_rest_is_whole(old: House) -> None:
    next_door = of_school(old, 1)
    row = drop(old)
    assert (row.month, row.lines, row.day) == ("2020-09", 20 * (PER_MONTH - 1), "2026-11-24")
    left = of_school(old)
    assert min(line.at for line in left).date() == MONTH
    assert (left[-1].verb, left[-1].detail["before"]) == (Verb.TRAIL_DROPPED, "2020-09")
    assert left[-1].who == trail_lines.called(officer(old))
    assert of_school(old, 1) == next_door
    found = checked()
    assert (found.broken, [one.month for one in found.dropped]) == ((), ["2020-09"])
    assert refuses()
    sealing.seal_all(NOW + dt.timedelta(days=9))
    assert checked().waiting == 0
    assert not checked().broken


def test_anchors_from_before_and_after_still_match(old: House) -> None:
    before = trail_anchors.taken(TODAY)
    drop(old, anchors=tuple(before))
    after = trail_anchors.taken(TODAY)
    assert {(a.chain, a.seals, a.lines, a.sum) for a in before} == {
        (a.chain, a.seals, a.lines, a.sum) for a in after
    }
    assert not checked(*before, *after).broken
    sealing.seal_all(NOW + dt.timedelta(days=9))
    assert not checked(*before, *trail_anchors.taken(TODAY)).broken


def test_an_anchor_of_what_went_is_no_mistake_and_one_of_its_end_is_checked(old: House) -> None:
    seals = list(TrailSeal.objects.filter(chain=old.school.pk).order_by("number"))
    row = drop(old)
    end = Anchor("2020-09-01", row.chain, row.seals, row.lines, row.last)
    early = Anchor("2019-03-01", row.chain, 3, 3, seals[2].sum)
    assert not checked(early, end).broken
    other = Anchor("2020-09-01", row.chain, row.seals, row.lines - 1, row.last)
    assert {one.kind for one in checked(other).broken} == {Kind.OTHER}


def test_it_goes_twice_and_counts_on(old: House) -> None:
    before = trail_anchors.taken(TODAY)
    first = drop(old, dt.date(2019, 7, 1))
    second = drop(old)
    assert (first.lines, second.lines) == (18, 60)
    assert not checked(*before, *trail_anchors.taken(TODAY)).broken
    with pytest.raises(NotDropped, match="Nothing sealed is that old"):
        drop(old)


@pytest.mark.parametrize("before", [dt.date(2020, 10, 1), dt.date(2026, 11, 1)])
def test_nothing_goes_before_its_time_is_over(old: House, before: dt.date) -> None:
    with pytest.raises(NotDropped, match="September 2020"):
        drop(old, before)
    with pytest.raises(NotDropped, match="September 2020"):
        drop(old, dt.date(2020, 8, 15))
    assert not TrailDropped.objects.exists()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_only_the_officer_lets_go(old: House, role: str) -> None:
    by = officer(old, role)
    if role == "data_protection_officer":
        assert trail_dropping.drop(by=by, before=MONTH, at=NOW, anchors=[]).seals
        return
    with pytest.raises(PermissionDenied):
        trail_dropping.drop(by=by, before=MONTH, at=NOW, anchors=[])


def test_a_trail_that_is_not_whole_stays(old: House) -> None:
    kept = trail_anchors.taken(TODAY)
    trail_lines.without_refusal()
    TrailLine.objects.filter(pk=of_school(old)[-1].pk).update(verb="nothing")
    trail_lines.with_refusal()
    with pytest.raises(NotDropped, match="not whole"):
        drop(old)
    mine = TrailSeal.objects.filter(chain=old.school.pk)
    trail_lines.without_refusal()
    TrailLine.objects.filter(
        pk__gt=mine.order_by("-number")[1].upto, school_id=old.school.pk
    ).delete()
    mine.order_by("-number")[0].delete()
    trail_lines.with_refusal()
    with pytest.raises(NotDropped, match="not whole"):
        drop(old, anchors=tuple(kept))
    assert not TrailDropped.objects.exists()


@pytest.mark.slow
def test_whatever_breaks_on_the_way_all_of_it_stays(old: House) -> None:
    """Broken at the first statement, at the second, and so on until none is left."""
    before = [*TrailLine.objects.values(), *TrailSeal.objects.values()]
    nth = 0
    while True:
        nth += 1
        if _done_without_breaking(old, nth):
            break
        assert [*TrailLine.objects.values(), *TrailSeal.objects.values()] == before, nth
        assert refuses(), nth
        assert not TrailDropped.objects.exists(), nth
    assert nth > 10
    assert not checked().broken


def _done_without_breaking(house: House, nth: int) -> bool:
    count = 0

    def breaks(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal count
        count += 1
        if count == nth:
            raise OperationalError("the power went")
        return execute(sql, params, many, context)

    by = officer(house)
    try:
        with connection.execute_wrapper(breaks):
            trail_dropping.drop(by=by, before=MONTH, at=NOW, anchors=[])
    except OperationalError:
        return False
    return True


FORGED = ("month", "lines", "last", "who", "day")


@pytest.mark.parametrize("name", FORGED)
def test_what_is_left_of_it_cannot_be_changed(old: House, name: str) -> None:
    row = drop(old)
    for change in (row.delete, lambda: TrailDropped.objects.update(**{name: "1"})):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    trail_lines.without_refusal()
    said = row.lines - 1 if name == "lines" else "f" * len(getattr(row, name))
    TrailDropped.objects.update(**{name: said})
    assert Kind.DROPPED in {one.kind for one in checked().broken}


def test_nobody_cuts_the_beginning_off_without_the_secret(old: House) -> None:
    """Neither without a word, nor with a row that says it was dropped."""
    seal = TrailSeal.objects.filter(chain=old.school.pk).order_by("number")[9]
    trail_lines.without_refusal()
    TrailLine.objects.filter(school_id=seal.chain, pk__lte=seal.upto).delete()
    TrailSeal.objects.filter(chain=seal.chain, number__lte=seal.number).delete()
    assert Kind.SEAL_GONE in {one.kind for one in checked().broken}
    TrailDropped.objects.create(
        chain=seal.chain, month="2019-05", seals=seal.number, lines=10, upto=seal.upto,
        last=seal.sum, who="a" * 32, day="2026-11-24", key=seal.key, sum="0" * 64,
    )  # fmt: skip
    assert {Kind.DROPPED, Kind.SEAL_GONE} <= {one.kind for one in checked().broken}


def leaked(house: House, settings: Settings) -> str:
    """A new secret for the second half of a trail. The name of the old one, which somebody has."""
    name = next(iter(trail_sums.keys()))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, since that one leaked"
    written(house.school.pk, 2027, range(1, 6))
    sealing.seal_all(NOW + dt.timedelta(days=400))
    return name


def cut(house: House, seal: TrailSeal, key: str, *, told: bool) -> None:
    """The beginning goes up to a seal, with a row that says so under a key."""
    going = TrailSeal.objects.filter(chain=seal.chain, number__lte=seal.number)
    row = TrailDropped(
        chain=seal.chain, month="2019-02", seals=seal.number, upto=seal.upto, last=seal.sum,
        lines=sum(going.values_list("lines", flat=True)), who="a" * 32, day="2026-11-24", key=key,
    )  # fmt: skip
    row.sum = trail_sums.sum_of_dropped(row, trail_sums.keys()[key])
    row.save()
    trail_lines.without_refusal()
    TrailLine.objects.filter(school_id=seal.chain, pk__lte=seal.upto).delete()
    going.delete()
    trail_lines.with_refusal()
    if told:
        TrailLine.objects.create(
            at=NOW, who=row.who, school_id=row.chain, verb=Verb.TRAIL_DROPPED, about="school",
            ids=[row.chain], detail={"before": row.month, "lines": row.lines, "seals": row.seals},
        )  # fmt: skip


def kinds(*anchors: Anchor) -> set[Kind]:
    return {one.kind for one in checked(*anchors).broken}


def test_nothing_was_dropped_of_which_no_line_speaks(old: House) -> None:
    seal = TrailSeal.objects.filter(chain=old.school.pk).order_by("number")[9]
    cut(old, seal, next(iter(trail_sums.keys())), told=False)
    assert Kind.UNSAID in kinds()
    TrailLine.objects.create(
        at=NOW, who="b" * 32, school_id=seal.chain, verb=Verb.TRAIL_DROPPED, about="school",
        detail={"before": "2019-02", "lines": 10, "seals": 10},
    )  # fmt: skip
    assert Kind.UNSAID in kinds()


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("which", ["before the last", "under the old one"])
def test_an_old_secret_cuts_nothing(
    old: House, settings: Settings, which: str, sealed: bool
) -> None:
    key = leaked(old, settings)
    seals = TrailSeal.objects.filter(chain=old.school.pk).order_by("-number")
    cut(old, seals[1] if which == "before the last" else seals.reverse()[9], key, told=True)
    if sealed:
        sealing.seal_all(NOW + dt.timedelta(days=500))
    assert Kind.OLD_KEY in kinds()
    trail_lines.without_refusal()
    TrailLine.objects.filter(verb=Verb.TRAIL_DROPPED).delete()
    assert Kind.UNSAID in kinds()


def test_an_old_secret_cannot_seal_the_line_about_it(old: House, settings: Settings) -> None:
    key, now = leaked(old, settings), settings.SECRET_KEY
    seals = TrailSeal.objects.filter(chain=old.school.pk).order_by("number")
    cut(old, seals[9], key, told=True)
    settings.SECRET_KEY = settings.SECRET_KEY_FALLBACKS[0]
    sealing.seal_all(NOW + dt.timedelta(days=500))
    settings.SECRET_KEY = now
    assert seals.last().key == key
    assert Kind.OLD_KEY in kinds()


def test_a_new_secret_leaves_what_was_dropped_before_true(old: House, settings: Settings) -> None:
    drop(old)
    sealing.seal_all(NOW + dt.timedelta(days=1))
    leaked(old, settings)
    assert not kinds()


def test_the_line_about_it_goes_in_its_time(old: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was dropped later speaks for what was dropped before."""
    drop(old)
    written(old.school.pk, 2033, range(9, 12))
    later = dt.datetime(2034, 11, 24, 9, 18, tzinfo=dt.UTC)
    sealing.seal_all(later)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    monkeypatch.setattr(f"{__name__}.NOW", later)
    second = drop(old, dt.date(2028, 9, 1))
    told = TrailLine.objects.get(verb=Verb.TRAIL_DROPPED)
    assert told.detail["lines"] == second.lines
    assert (kinds(), len(checked().dropped)) == (set(), 2)


def test_an_anchor_shows_that_more_went_than_is_said(old: House) -> None:
    seals = TrailSeal.objects.filter(chain=old.school.pk).order_by("number")
    kept = Anchor("2019-05-30", old.school.pk, 5, 5, seals[4].sum)
    cut(old, seals[9], next(iter(trail_sums.keys())), told=True)
    assert not kinds()
    assert kinds(kept) == {Kind.TOO_MUCH}


def test_cuts_after_it_still_show(old: House) -> None:
    drop(old)
    mine = TrailSeal.objects.filter(chain=old.school.pk).order_by("number")
    first = mine[0]
    trail_lines.without_refusal()
    TrailLine.objects.filter(school_id=first.chain, pk__lte=first.upto).delete()
    assert Kind.FEWER in {one.kind for one in checked().broken}
    first.delete()
    assert Kind.SEAL_GONE in {one.kind for one in checked().broken}


def test_a_line_put_in_before_what_is_left_shows(old: House) -> None:
    row = drop(old)
    TrailLine.objects.create(
        id=row.upto - 1, at=NOW, who="a" * 32, school_id=row.chain, verb="x", about="pupil"
    )
    assert Kind.MORE in {one.kind for one in checked().broken}


def test_the_last_seal_of_a_chain_stays(old: House) -> None:
    mine = TrailSeal.objects.filter(chain=old.school.pk).order_by("-number")
    trail_lines.without_refusal()
    late = mine.filter(minute__gte="2020-09").order_by("number")[0]
    TrailLine.objects.filter(school_id=old.school.pk, pk__gt=late.upto - 1).delete()
    mine.filter(number__gte=late.number).delete()
    trail_lines.with_refusal()
    assert not checked().broken
    drop(old)
    assert mine.count() == 1
    assert not checked().broken


def test_the_command_says_what_went_and_so_does_every_check(
    old: House, capsys: pytest.CaptureFixture[str]
) -> None:
    email = officer(old).adult.email
    assert main(["trail", "drop", "--before", "2020-09", "--by", email]) == 0
    said = f"School {old.school.pk}: lines before September 2020 were dropped on"
    assert said in capsys.readouterr().out
    assert main(["trail", "verify"]) == 0
    told = capsys.readouterr().out
    assert said in told
    assert "by Mr Ferreira." in told
    assert "The trail is whole." in told
    TrailName.objects.filter(adult__email=email).delete()
    main(["trail", "verify"])
    assert "by somebody whose name was erased." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "role"),
    [("2020-13", "data_protection_officer"), ("last year", "data_protection_officer"),
     ("2026-01", "data_protection_officer"), ("2020-09", "headteacher")],
)  # fmt: skip
def test_the_command_says_why_nothing_went(old: House, before: str, role: str) -> None:
    email = old.adults[role].adult.email
    assert main(["trail", "drop", "--before", before, "--by", email]) == 2
    assert not TrailDropped.objects.exists()
