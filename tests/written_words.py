"""One word nobody else writes, for each thing that adults write of a child, and who may read it.

Beside `canaries`, which does the same for what files say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.apps import apps
from django.db import models
from tests import surveys
from tests.canaries import Canaries
from tests.people import TODAY, Child, House

from belong.people.permissions import Permission
from belong.practice.checkins.models import Agreement
from belong.practice.profiles import parts

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
ROOMS = (
    "acts",
    "ahead",
    "asking",
    "checkins",
    "contact",
    "curiosity",
    "noticing",
    "profiles",
    "restricted",
    "voice",
)
KEYS = frozenset(
    {"choices", "days", "face", "code", "key", "rule", "what in observation", "shared", "term"}
)
"""Text that is chosen, never typed."""
P = Permission
LAID: tuple[tuple[str, str, dict[str, object], frozenset[Permission]], ...] = (
    ("acts.Act", "planned", {"kind": "planned", "due": TODAY}, frozenset({P.ACT_SET})),
    ("acts.Act", "done", {"kind": "mind", "due": TODAY, "done_at": NOW}, frozenset({P.ACT_SET})),
    ("ahead.Tender", "", {"on": TODAY + dt.timedelta(days=1), "named_by": "child",
                          "until": TODAY + dt.timedelta(days=90)},
     frozenset({P.PROFILE_WRITE, P.ACT_SET})),
    ("checkins.Agreement", "", {"morning": True, "end_of_day": True, "days": "01234",
                                "begins": TODAY, "agreed_with_child": True},
     frozenset({P.CHECKINS})),
    ("checkins.CheckIn", "", {"half": "end", "how": "said"}, frozenset({P.CHECKINS})),
    ("checkins.Helps", "", {"answer": "yes"}, frozenset({P.CHECKINS})),
    ("contact.Way", "home", {"whom": "home", "channel": "phone"}, frozenset({P.CONTACT_WRITE})),
    ("contact.Way", "professional", {"whom": "professional", "channel": "phone"},
     frozenset({P.SOCIAL_CARE_READ})),
    ("contact.Contact", "home", {"whom": "home", "channel": "phone", "kind": "hard"},
     frozenset({P.CONTACT_READ})),
    ("contact.Contact", "child", {"whom": "child", "channel": "in person", "kind": "good"},
     frozenset({P.CHECKINS})),
    ("contact.Contact", "professional", {"whom": "professional", "channel": "phone",
                                         "kind": "asking"}, frozenset({P.SOCIAL_CARE_READ})),
    ("contact.KeptInMind", "", {"first": TODAY, "last": TODAY, "how": "card"},
     frozenset({P.CONTACT_READ})),
    ("contact.StillBuilding", "", {}, frozenset({P.CHECKINS})),
    ("contact.WordWay", "", {"how": "phone"}, frozenset({P.SOCIAL_CARE_READ})),
    ("contact.Word", "", {"how": "phone"}, frozenset({P.SOCIAL_CARE_READ})),
    ("contact.Try", "", {"how": "phone", "outcome": "spoke"}, frozenset({P.FIRST_DAY})),
    ("curiosity.Observation", "", {"where": "gate", "what": "coaxed"},
     frozenset({P.OBSERVATIONS_READ})),
    ("curiosity.Answer", "", {"rule": "spells", "how": "heard"}, frozenset({P.WARNINGS_READ})),
    ("voice.Round", "well", {"term": "2026-autumn", "wonder": ""},
     frozenset({P.CHECKINS, P.GOOD_THINGS})),
    ("voice.Round", "wonder", {"term": "2026-autumn", "nth": 1, "goes_well": ""},
     frozenset({P.CHECKINS})),
    ("voice.NamedAnswer", "", {"choices": "1" * 11, "answered_on": TODAY},
     frozenset({P.CHECKINS})),
    ("voice.NamedWord", "", {"term": "2026-autumn", "how": "later"}, frozenset({P.CHECKINS})),
    ("noticing.GoodThing", "", {"kind": "school"}, frozenset({P.GOOD_THINGS})),
    *(
        ("profiles.Part", key, {"key": key}, frozenset({P.PROFILE_READ}))
        for key in parts.rules().parts
    ),
    ("restricted.Note", "", {}, frozenset({P.RESTRICTED_NOTES})),
    ("profiles.CirclePerson", "", {"where": "in"}, frozenset({P.PROFILE_READ})),
)  # fmt: skip
"""Each thing: its model, which one of several, what it needs beside words, and who may read it:
whoever may do one of these for the child."""


def readers() -> dict[str, frozenset[Permission]]:
    """Who may read each field, by its name: `checkins.CheckIn: words`."""
    return {
        called(label, which, name): may
        for label, which, _, may in LAID for name in typed(apps.get_model(label))
    }  # fmt: skip


def called(label: str, which: str, name: str) -> str:
    return f"{label}{', ' if which else ''}{which}: {name}"


def typed(model: type[models.Model]) -> list[str]:
    """The fields of a model in which somebody types."""
    return [
        f.name for f in model._meta.concrete_fields
        if isinstance(f, (models.CharField, models.TextField)) and not f.choices
        and f.name not in KEYS and f"{f.name} in {model._meta.model_name}" not in KEYS
    ]  # fmt: skip


def about_a_child() -> Iterator[type[models.Model]]:
    """Every model of these rooms that says something of a child in words."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            names = {f.name for f in model._meta.concrete_fields}
            if "pupil" in names and typed(model):
                yield model


def write(house: House, child: Child, canaries: Canaries) -> None:
    """Write one of each about a child, each field with its own word. The author is nobody who is
    asked later: what somebody wrote themselves they may read."""
    author = house.adults["system_administrator"].adult
    for label, which, more, _ in LAID:
        model = apps.get_model(label)
        words = {n: canaries.word(child, called(label, which, n)) for n in typed(model)}
        names = {f.name for f in model._meta.concrete_fields}
        always: dict[str, object] = {
            "school": house.school, "pupil": house.child(child), "day": TODAY, "at": NOW,
            "by": author, "adult": author, "owner": author, "with_adult": author, "does": author,
            "written_by": author, "written_at": NOW, "said_by": author, "said_at": NOW,
            "created_by": author, "created_at": NOW, "replied_by": author, "replied_on": TODAY,
        }  # fmt: skip
        if "survey" in names:
            always["survey"] = surveys.latest(house, "named")
        if "done_at" in more:
            always["done_by"] = author
        if "agreement" in names:
            always["agreement"] = Agreement.objects.get(pupil=house.child(child))
        given = {name: value for name, value in always.items() if name in names}
        planned = {"outcome": "", "noticed": ""} if which == "planned" else {}
        model._default_manager.create(**given | words | planned | more)
