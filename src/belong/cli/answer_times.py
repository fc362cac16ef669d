"""How long it takes until a whole school has answered a survey, eight at a time. Run as a process
of its own."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

AT_ONCE = 8
TODAY = dt.date(2026, 11, 24)
NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=dt.UTC)


def main(children: int) -> None:
    """Print JSON: the seconds until all have sent, of the slowest one, and how many were kept."""
    with tempfile.TemporaryDirectory(prefix="belong-answers-") as home:
        os.environ.update(
            BELONG_HOME=home, BELONG_DEMO="1", BELONG_SECRET_KEY=secrets.token_hex(32),
            BELONG_NOW="2026-11-24T09:18:00", DJANGO_SETTINGS_MODULE="belong.config.settings.serve",
        )  # fmt: skip
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        print(json.dumps(_sent(children)))


def _sent(children: int) -> dict[str, float]:
    from belong.practice.voice.models import Answer

    code = _survey(children)
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as some:
        times = list(some.map(lambda _: _one(code), range(children)))
    whole = time.perf_counter() - began
    return {"whole": whole, "slowest": max(times), "kept": Answer.objects.count()}


def _one(code: str) -> float:
    """What the last page of one child sends, through everything a request goes through."""
    from django.db import connection
    from django.test import Client

    began = time.perf_counter()
    typed = {"choices": "12345-12345", "version": "plain", "words": "Longer break", "go": "send"}
    sent = Client().post(f"/answer/{code}/", typed, headers={"host": "localhost"})
    connection.close()
    if sent.status_code != 302:
        raise SystemExit(f"an answer was not taken: {sent.status_code}")
    return time.perf_counter() - began


def _survey(children: int) -> str:
    """An open survey of a school of its own; its code."""
    from belong.people import fetch
    from belong.people.models import Adult, Membership, School
    from belong.practice.voice import opening

    school = School.objects.create(name="A school")
    adult = Adult.objects.create_user("a@school.example", None, name="A")
    Membership.objects.create(adult=adult, school=school, role_key="headteacher")
    by = fetch.membership(adult, TODAY)
    assert by is not None
    wanted = opening.Wanted("How it is", "To know", "families", TODAY, TODAY, asked=children)
    survey = opening.prepare(by=by, wanted=wanted, at=NOW)
    opening.open_now(by=by, survey_id=survey.pk, at=NOW)
    return str(survey.groups.get().code)


if __name__ == "__main__":
    main(int(sys.argv[1]))
