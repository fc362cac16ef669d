"""`belong trail`, what the tick does for it, and lines from before adults had names in it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import threading
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests import as_the_app, trail_lines
from tests.app.test_trail_is_sealed import DAY, NINE, sealed, written
from tests.people import ADA, CHILDREN, House

from belong.cli import tick
from belong.cli.main import main
from belong.people import ballast, fetch, sealing, trail_anchors, walls
from belong.people.models import Adult, TrailLine, TrailName, TrailSeal
from belong.people.trail import Verb

Said = pytest.CaptureFixture[str]


@pytest.fixture
def anchors(tmp_path: Path, settings: Settings) -> Path:
    """The folder of anchors."""
    settings.ANCHORS = tmp_path / "anchors"
    return tmp_path / "anchors"


class TestVerify:
    """Is it whole, in words and as an exit code."""

    def test_a_whole_trail(self, db: None, anchors: Path, capsys: Said) -> None:
        sealed(60)
        written(2, start=60)
        trail_anchors.keep(anchors, DAY)
        assert main(["trail", "verify"]) == 0
        said = capsys.readouterr().out
        assert "62 lines under 21 seals, 3 anchors." in said
        assert "2 lines wait for their seal, the first since 2026-11-24 09:07 UTC." in said
        assert "The trail is whole." in said

    def test_a_change_is_named_with_its_minute(self, db: None, anchors: Path, capsys: Said) -> None:
        sealed(60)
        trail_lines.without_refusal()
        TrailLine.objects.filter(school_id=1).update(verb="nothing")
        assert main(["trail", "verify"]) == 1
        said = capsys.readouterr().out
        assert "NOT WHOLE 2026-11-24 09:00 UTC, school 1: something was changed." in said
        assert "The trail is NOT whole." in said

    def test_an_end_cut_off_shows_against_an_anchor_kept_elsewhere(
        self, db: None, anchors: Path, tmp_path: Path, capsys: Said
    ) -> None:
        sealed(60, schools=(1,))
        (anchor,) = trail_anchors.taken(DAY)
        (tmp_path / "kept.txt").write_text(f"\n{anchor}\n", encoding="utf-8")
        trail_lines.without_refusal()
        last = TrailSeal.objects.latest("number")
        TrailLine.objects.filter(pk__gt=last.upto - last.lines).delete()
        last.delete()
        assert main(["trail", "verify"]) == 0
        assert "it would not show if the end was cut off" in capsys.readouterr().out
        assert main(["trail", "verify", "--anchor", str(tmp_path / "kept.txt")]) == 1
        assert "the end was cut off" in capsys.readouterr().out

    def test_the_folder_of_anchors_is_asked_without_being_named(
        self, db: None, anchors: Path
    ) -> None:
        sealed(60)
        trail_anchors.keep(anchors, DAY)
        trail_lines.without_refusal()
        TrailSeal.objects.all().delete()
        TrailLine.objects.all().delete()
        assert main(["trail", "verify"]) == 1

    def test_without_any_seal_nothing_is_said_to_be_whole(
        self, db: None, anchors: Path, capsys: Said
    ) -> None:
        written(3)
        assert main(["trail", "verify"]) == 1
        assert "The trail is whole" not in capsys.readouterr().out

    def test_a_file_that_is_no_anchor(self, db: None, anchors: Path, tmp_path: Path) -> None:
        assert main(["trail", "verify", "--anchor", str(tmp_path / "none.txt")]) == 2


def test_the_anchor_is_printed_as_it_is_kept(db: None, anchors: Path, capsys: Said) -> None:
    assert main(["trail", "anchor"]) == 0
    assert capsys.readouterr().out == ""
    sealed(60)
    main(["trail", "anchor"])
    path = trail_anchors.keep(anchors, timezone.localdate())
    assert path is not None
    assert capsys.readouterr().out == path.read_text(encoding="utf-8")


class TestExport:
    """Who looked at one child, for the person concerned."""

    @pytest.mark.parametrize("role", ["data_protection_officer", "safeguarding_lead"])
    def test_every_look_oldest_first_and_itself_the_last(
        self, house: House, capsys: Said, role: str
    ) -> None:
        fetch.pupils(seen_by=house.lead)
        fetch.pupil(house.child(ADA).pk, seen_by=house.adults["tutor"])
        by = house.adults[role]
        mark = trail_lines.newest()
        assert main(["trail", "export", "--child", ADA.id, "--by", by.adult.email]) == 0
        (line,) = trail_lines.since(mark)
        assert (line.verb, line.ids) == (Verb.LOOKS_EXPORTED, [house.child(ADA).pk])
        head, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
        assert head[0] == "When"
        assert [(row[1], row[3]) for row in rows] == [
            ("Ms Okoro", f"was shown a list of {len(CHILDREN)} children"),
            ("Mr Begum", "opened a page about this child"),
            (by.adult.name, "saved who had looked to a file"),
        ]

    @pytest.mark.parametrize(
        ("role", "number"),
        [("tutor", ADA.id), ("attendance_lead", ADA.id), ("data_protection_officer", "K1"),
         ("safeguarding_lead", "")],
    )  # fmt: skip
    def test_nobody_else_and_for_no_other_number(
        self, house: House, capsys: Said, role: str, number: str
    ) -> None:
        by = house.adults[role].adult.email
        assert main(["trail", "export", "--child", number, "--by", by]) == 2
        assert capsys.readouterr().out == ""

    def test_somebody_who_is_nobody_here(self, house: House) -> None:
        assert main(["trail", "export", "--child", ADA.id, "--by", "x@y.example"]) == 2

    def test_a_name_cannot_start_a_formula(self, house: House, capsys: Said) -> None:
        by = house.adults["safeguarding_lead"].adult
        Adult.objects.filter(pk=by.pk).update(name="=1+1")
        main(["trail", "export", "--child", ADA.id, "--by", by.email])
        assert ",'=1+1," in capsys.readouterr().out


class TestTheTick:
    """It seals and writes the anchor, unless the disk is full."""

    def test_it_seals_and_keeps_the_anchor_of_the_day(self, db: None, anchors: Path) -> None:
        TrailLine.objects.create(at=timezone.now() - dt.timedelta(minutes=5), who="a", verb="x")
        tick._seal()
        assert TrailSeal.objects.count() == 1
        assert [p.name for p in anchors.iterdir()] == [f"{timezone.localdate().isoformat()}.txt"]

    def test_on_a_full_disk_it_waits(
        self, db: None, anchors: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sealed(9)
        written(9, start=9)
        monkeypatch.setattr(ballast, "full", lambda: True)
        before = TrailSeal.objects.count()
        tick._seal()
        assert TrailSeal.objects.count() == before
        assert not anchors.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_lines_from_before_are_given_names() -> None:
    """Adults who are gone become names that lead to nobody; the key of an adult is nowhere left."""
    executor = MigrationExecutor(connection)
    with as_the_app.the_owner():
        executor.migrate([("people", "0005_whose_children")])
    old = executor.loader.project_state([("people", "0005_whose_children")]).apps
    adult = old.get_model("people", "Adult").objects.create(email="a@x.example", name="A")
    lines = old.get_model("people", "TrailLine").objects
    for key in (adult.pk, 9999, adult.pk):
        lines.create(at=NINE, adult_id=key, school_id=1, verb="child seen", about="pupil", ids=[1])
    executor = MigrationExecutor(connection)
    with as_the_app.the_owner():
        executor.migrate(executor.loader.graph.leaf_nodes())
    first, gone, again = TrailLine.objects.order_by("pk").values_list("who", flat=True)
    assert first == again != gone
    assert TrailName.objects.get().name == first
    assert TrailName.objects.get().adult_id == adult.pk
    assert len(gone) == 32
    sealing.seal_all(NINE + dt.timedelta(days=1))
    with pytest.raises(Exception, match="never changed and never deleted"):
        TrailLine.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_while_somebody_is_writing_a_line_sealing_waits() -> None:
    """On PostgreSQL a line with a lower key may appear after one with a higher key. SQLite has one
    writer at a time, so nothing of the kind can happen there."""
    from django.db import transaction

    if connection.vendor == "sqlite":
        assert sealing._nobody_is_writing()
        return
    began, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with walls.scope_all(reason="a test writes a line"), transaction.atomic():
                written(1)
                began.set()
                go_on.wait(10)
        finally:
            connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert began.wait(10)
    written(1, start=1)
    later = NINE + dt.timedelta(days=1)
    assert sealing.seal_all(later) == 0
    go_on.set()
    writer.join()
    assert sealing.seal_all(later) == 2
