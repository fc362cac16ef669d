"""As a school serves it: behind a proxy that speaks HTTPS, with many teachers at one address."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from belong.people.models import Adult

ASK = """
import json, django
django.setup()
from django.test import Client
def ask(path, **headers):
    answer = Client(SERVER_NAME="belong.example", **headers).get(path)
    return answer.status_code
print(json.dumps({
    "through": ask("/account/login/", HTTP_X_FORWARDED_PROTO="https"),
    "plain": ask("/account/login/"),
    "health": ask("/healthz") in (200, 503),  # no tables here, and no redirect either
}))
"""


def _served(tmp_path: Path, code: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "BELONG_HOME": str(tmp_path), "BELONG_SECRET_KEY": "x" * 60,
        "BELONG_HOSTS": "belong.example", "DJANGO_SETTINGS_MODULE": "belong.config.settings.serve",
        **settings,
    }  # fmt: skip
    (tmp_path / "static").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=env, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def _with_plain_files(code: str) -> str:
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return (
        "from django.conf import settings\n"
        f"settings.STORAGES['staticfiles']['BACKEND'] = '{plain}'\n" + code
    )


@pytest.mark.slow
def test_a_request_that_came_by_https_is_answered(tmp_path: Path) -> None:
    done = _served(tmp_path, _with_plain_files(ASK), BELONG_BEHIND_PROXY="1")
    assert json.loads(done.stdout) == {"through": 200, "plain": 301, "health": True}, done.stderr


@pytest.mark.slow
def test_the_demo_is_not_served_to_other_computers(tmp_path: Path) -> None:
    """A server runs no checks of its own, so the door itself has to."""
    opened = _served(tmp_path, "import belong.config.wsgi", BELONG_DEMO="1")
    assert opened.returncode != 0
    assert "only be served on this computer" in opened.stderr
    here = _served(tmp_path, "import belong.config.wsgi", BELONG_DEMO="1", BELONG_HOSTS="127.0.0.1")
    assert here.returncode == 0, here.stderr


def test_forty_teachers_at_one_address_all_get_in(db: None) -> None:
    for n in range(40):
        Adult.objects.create_user(f"t{n}@larkfield.example", "quiet-green-kite-above", name=f"T{n}")
    answers = [
        Client().post(
            reverse("account_login"),
            {"login": f"t{n}@larkfield.example", "password": "quiet-green-kite-above"},
        ).status_code
        for n in range(40)
    ]  # fmt: skip
    assert answers == [302] * 40


def test_without_mail_a_forgotten_password_says_whom_to_ask(db: None, settings: object) -> None:
    settings.MAIL_WORKS = False  # type: ignore[attr-defined]
    for answer in (
        Client().get(reverse("account_reset_password")),
        Client().post(reverse("account_reset_password"), {"email": "a@b.example"}),
    ):
        assert answer.status_code == 200
        assert b"cannot send e-mail yet" in answer.content
