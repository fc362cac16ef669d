"""The second wall: PostgreSQL itself shows only the rows of the schools of the moment.

SQLite has no walls, and these are not collected there (conftest.py).
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.people import ADA, House, SignIn

import belong
from belong.config.checks import nobody_walks_past_the_wall
from belong.people import walls
from belong.people.models import Pupil, School, SchoolSettings
from belong.web import gate

pytestmark = pytest.mark.django_db
SOURCE = Path(belong.__file__).parent
NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)
ASKED = "SELECT school_id FROM people_pupil"


@pytest.fixture
def two(house: House, next_door: House) -> tuple[int, int]:
    """The keys of two schools, each with children."""
    return house.school.pk, next_door.school.pk


def asked(statement: str = ASKED) -> set[int]:
    """What plain SQL is shown, past every rule of ours."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {row[0] for row in cursor.fetchall()}


def test_the_app_is_nobody_special(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("belong_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_plain_sql_sees_one_school(two: tuple[int, int]) -> None:
    mine, theirs = two
    with walls.scope(mine):
        assert asked() == {mine}
        assert asked(f"{ASKED} WHERE school_id = {theirs}") == set()
        assert asked(f"SELECT count(*) FROM people_pupil WHERE school_id = {theirs}") == {0}
    with walls.scope(theirs):
        assert asked() == {theirs}
    with walls.scope(mine, theirs):
        assert asked() == {mine, theirs}


def test_without_a_scope_there_is_nothing(two: tuple[int, int]) -> None:
    with walls.scope():
        assert asked() == set()
        assert not Pupil.objects.exists()


def test_a_connection_that_was_told_nothing_shows_nothing(two: tuple[int, int]) -> None:
    """Whoever asks past Django, on a connection as fresh as it comes."""
    with walls.scope():
        asked()
    shown = connection.connection.execute("SELECT count(*) FROM people_pupil").fetchone()
    assert shown == (0,)
    connection.connection.execute("RESET belong.schools")
    connection.told = None
    assert connection.connection.execute("SELECT count(*) FROM people_pupil").fetchone() == (0,)


def test_every_school_has_to_be_said_with_a_reason(two: tuple[int, int]) -> None:
    with walls.scope_all(reason="a test"):
        assert asked() == set(two)
    with pytest.raises(ValueError, match="why"), walls.scope_all(reason=""):
        pass
    with pytest.raises(ValueError, match="above 0"), walls.scope(0):
        pass


def test_the_owner_of_the_tables_stands_before_the_same_wall(two: tuple[int, int]) -> None:
    with walls.scope(two[0]), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        assert asked() == {two[0]}
        cursor.execute("SET ROLE belong_app")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE people_pupil SET school_id = {theirs} WHERE school_id = {mine}",
     "INSERT INTO people_pupil SELECT * FROM json_populate_record(null::people_pupil,"
     " (SELECT row_to_json(p)::jsonb || '{{\"id\": 999999, \"source_id\": \"x\","
     " \"school_id\": {theirs}}}' FROM people_pupil p LIMIT 1)::json)"],
)  # fmt: skip
def test_a_row_for_another_school_is_refused(two: tuple[int, int], statement: str) -> None:
    mine, theirs = two
    with (
        walls.scope(mine),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(mine=mine, theirs=theirs))


def test_a_row_of_another_school_is_not_changed_and_not_deleted(two: tuple[int, int]) -> None:
    mine, theirs = two
    before = Pupil.objects.filter(school=theirs).count()
    with walls.scope(mine):
        assert Pupil.objects.filter(school=theirs).update(surname="X") == 0
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM people_pupil WHERE school_id = {theirs}")
            assert cursor.rowcount == 0
    assert Pupil.objects.filter(school=theirs).exclude(surname="X").count() == before


def fails_within(school: int, after: str) -> None:
    """Ask within a school inside a transaction that breaks off."""
    with transaction.atomic(), walls.scope(school):
        assert asked() == {school}
        asked(after)


def test_an_error_leaves_the_scope_as_it_was(two: tuple[int, int]) -> None:
    mine, theirs = two
    with walls.scope(mine):
        assert asked() == {mine}
        with pytest.raises(DatabaseError):
            fails_within(theirs, "SELECT no_such_column FROM people_pupil")
        assert asked() == {mine}


@pytest.mark.django_db(transaction=True)
def test_a_rollback_that_takes_back_what_was_told_is_noticed() -> None:
    """What is told inside a transaction goes with it: the server is back where it was before, and
    that was the school next door."""
    mine, theirs = (School.objects.create(name=name).pk for name in ("Mine", "Theirs"))
    for key in (mine, theirs):
        Pupil.objects.create(school_id=key, source_id="1")
    with walls.scope(theirs):
        assert asked() == {theirs}
    with walls.scope(mine):
        with pytest.raises(DatabaseError):
            fails_within(mine, "SELECT 1 / 0")
        assert asked() == {mine}


def test_a_page_leaves_nothing_behind_on_its_connection(
    two: tuple[int, int], house: House, signed_in: SignIn
) -> None:
    """Each test has one connection for all its requests, as a server that keeps them open has."""
    client = signed_in(house)
    with walls.scope():
        assert client.get("/children/").status_code == 200
        assert asked() == set()
        listed = client.get("/children/list.csv")
        assert asked() == set()
        assert ADA.surname.encode() in b"".join(listed.streaming_content)
        assert asked() == set()
        assert Client().get(reverse("account_login")).status_code == 200
        assert asked() == set()


def test_a_page_asks_within_its_own_school_alone(
    two: tuple[int, int], house: House, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the first wall has a hole: somebody may open any child by number."""
    seen: list[set[int]] = []
    real = gate.walls.now

    def noted() -> str:
        if real() not in ("", walls.EVERY):
            seen.append({int(key) for key in real().split(",")})
        return real()

    monkeypatch.setattr(walls, "now", noted)
    signed_in(house).get("/children/")
    assert seen
    assert all(one == {two[0]} for one in seen)


def test_another_thread_has_no_scope(two: tuple[int, int]) -> None:
    found: list[str] = []
    with walls.scope(two[0]):
        one = threading.Thread(target=lambda: found.append(walls.now()))
        one.start()
        one.join()
    assert found == [walls.NOBODY]


def test_an_answer_in_parts_holds_its_scope_only_while_it_makes_one(two: tuple[int, int]) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(2):
            yield ",".join(str(key) for key in sorted(asked())).encode()

    with walls.scope():
        sent = walls.kept(parts(), str(two[0]))
        assert next(sent) == str(two[0]).encode()
        assert asked() == set()
        assert next(sent) == str(two[0]).encode()
        assert list(sent) == []


def test_a_school_made_a_moment_ago_has_a_wall_too(two: tuple[int, int]) -> None:
    third = School.objects.create(name="Third School")
    Pupil.objects.create(school=third, source_id="t-1")
    with walls.scope(third.pk):
        assert asked() == {third.pk}
    with walls.scope(two[0]):
        assert asked() == {two[0]}


def walled() -> dict[str, tuple[bool, bool, int]]:
    """Each table: whether it has a wall, whether for its owner too, and how many policies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,"
            " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)"
            " FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        )
        return {name: (on, forced, policies) for name, on, forced, policies in cursor.fetchall()}


def test_every_table_that_says_of_which_school_its_rows_are_has_a_wall(db: None) -> None:
    """A new one gets it in its own migration: `walls.raised` has the statements."""
    tables = walled()
    with_a_school = {
        model._meta.db_table
        for model in apps.get_models()
        if "school_id" in {field.attname for field in model._meta.concrete_fields}
    }
    assert len(with_a_school) >= 15
    assert {name for name in with_a_school if tables[name] != (True, True, 1)} == set()
    assert {name for name, found in tables.items() if found[2]} == with_a_school


@pytest.mark.parametrize("table", ["people_membership", "people_trailline", "intake_import",
                                   "people_schoolsettings", "intake_snapshot"])  # fmt: skip
def test_other_tables_are_shown_for_one_school_too(two: tuple[int, int], table: str) -> None:
    mine, theirs = two
    if table == "people_schoolsettings":
        for key in two:
            SchoolSettings.objects.create(school_id=key, said_at=NOW)
    statement = f"SELECT school_id FROM {table}"
    with walls.scope_all(reason="a test"):
        assert asked(statement) == {mine, theirs}
    with walls.scope(mine):
        assert asked(statement) == {mine}
    with walls.scope():
        assert asked(statement) == set()


def test_belong_does_not_start_as_somebody_who_walks_past_the_wall(db: None) -> None:
    assert nobody_walks_past_the_wall(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        assert nobody_walks_past_the_wall(databases=["default"]) == [], "the owner is nobody either"
        cursor.execute("SET SESSION AUTHORIZATION DEFAULT")
        cursor.execute("SET ROLE belong_walks_past")
        (found,) = nobody_walks_past_the_wall(databases=["default"])
        cursor.execute("SET ROLE belong_app")
    assert found.id == "belong.E004"


def test_every_school_at_once_is_asked_for_in_few_places() -> None:
    """Each says why. Whoever adds one adds it here, and to what a reviewer reads."""
    places = {
        f"{path.relative_to(SOURCE)}"
        for path in SOURCE.rglob("*.py")
        if "scope_all(reason=" in path.read_text(encoding="utf-8")
    }
    assert places == {
        "cli/tick.py", "cli/trail.py", "insight/anchor_jobs.py", "insight/jobs.py",
        "insight/waiting_jobs.py",
        "intake/background.py", "intake/jobs.py",
        "people/elsewhere.py", "people/fetch.py", "people/inviting.py", "people/leaving.py",
        "people/link_codes.py", "people/management/commands/migrate.py",
        "people/shared_devices.py", "people/trail_dropping.py", "practice/voice/queries.py",
    }  # fmt: skip
