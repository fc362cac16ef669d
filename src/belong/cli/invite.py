"""`belong invite`: the first account of a school, by a link; no password is handed round."""

from __future__ import annotations

import argparse

from belong.cli import setting_up

ROLES = ("headteacher", "system_administrator")
"""Who may give roles, and so may be the first."""


def add_to(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe `belong invite`."""
    part = parts.add_parser("invite", help="make the link of a school's first account")
    part.add_argument("email", metavar="EMAIL", help="the school e-mail they sign in with")
    part.add_argument("--name", required=True, help="their name, as others say it")
    part.add_argument("--school", required=True, metavar="NAME",
                      help="the school; it is made where there is none of that name")  # fmt: skip
    part.add_argument("--role", default="headteacher", choices=ROLES,
                      help="what they are (default headteacher)")  # fmt: skip
    part.add_argument("--address", default="", metavar="URL",
                      help="where your school opens Belong, to make the link whole")  # fmt: skip
    part.set_defaults(run=run)


def run(said: argparse.Namespace) -> int:
    """Print the link, once."""
    setting_up.django()
    from django.urls import reverse
    from django.utils import timezone

    from belong.people import inviting

    token = inviting.first_of_house(
        school_name=said.school, name=said.name, email=said.email, role_key=said.role,
        at=timezone.localtime(),
    )  # fmt: skip
    path = reverse("invitation", kwargs={"token": token})
    print(f"A link for {said.name}. It works once, for 14 days, and is not shown again:")
    print(f"{(said.address or _address()).rstrip('/')}{path}")
    return 0


def _address() -> str:
    """Where Belong is opened, as far as the settings say."""
    from django.conf import settings

    host = settings.ALLOWED_HOSTS[0]
    return f"https://{host}" if settings.SECURE_SSL_REDIRECT else f"http://{host}:8000"
