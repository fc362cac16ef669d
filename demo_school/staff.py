"""The adults of the school: who teaches what, and who is whose tutor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from demo_school import sources
from demo_school.chance import Topic, stream
from demo_school.cohorts import NAMED_FOR, Cohort
from demo_school.invented import FIRST_YEAR_GROUP, YEARS_AT_SCHOOL, Adult

TITLES = {"F": ("Ms", "Mrs", "Miss", "Dr"), "M": ("Mr", "Mr", "Mr", "Dr")}
WOMEN = 0.64
TEACHER = "Teacher"


@dataclass(frozen=True)
class Post:
    """An adult before a tutor group is given out."""

    title: str
    forename: str
    surname: str
    role: str
    subject: str = ""
    tutors: str = ""


def adults(cohorts: tuple[Cohort, ...], year: int, *, seed: int) -> tuple[Adult, ...]:
    """Everybody who works at the school in a school year. A tutor stays with a form for its
    five years and then takes a new Year 7, so the people and their order never change."""
    forms = _forms_in_turn(cohorts, year)
    posts = _posts(stream(seed, Topic.STAFF), tutors=len(forms))
    tutor_of = _tutors(posts, forms, cohorts, year)
    codes, domain = door_codes(posts), sources.school().email_domain
    return tuple(
        Adult(
            code=codes[n], title=p.title, forename=p.forename, surname=p.surname,
            email=email(posts, n, domain), role=p.role, subject=p.subject, form=tutor_of.get(n, ""),
        )
        for n, p in enumerate(posts)
    )  # fmt: skip


def _forms_in_turn(cohorts: tuple[Cohort, ...], year: int) -> list[str]:
    """This year's forms, ordered by cohort modulo five: the same place for five years."""
    here = [c for c in cohorts if 0 <= year - c.year < YEARS_AT_SCHOOL]
    here.sort(key=lambda c: c.year % YEARS_AT_SCHOOL)
    return [f"{c.year_group(year)} {tree}" for c in here for tree in c.forms]


def _posts(rng: np.random.Generator, *, tutors: int) -> list[Post]:
    listed = sources.staff_list()
    posts = [Post(**named) for named in listed["named"]]
    taken = {p.surname for p in posts}
    wanted = [(TEACHER, s, n) for s, n in listed["teachers"].items()]
    wanted += [(role, "", n) for role, n in listed["others"].items()]
    enough = max(1, round(tutors / sum(listed["teachers"].values()) + 0.3))
    for role, subject, count in wanted:
        times = enough if role == TEACHER else 1
        posts += [drawn_post(rng, role, subject, taken) for _ in range(count * times)]
    return posts


def drawn_post(rng: np.random.Generator, role: str, subject: str, taken: set[str]) -> Post:
    """An adult whose surname no colleague has, while there are any left."""
    towns = sources.communities()
    shares = np.array([c.share for c in towns], dtype=float)
    for _ in range(20):
        community = towns[int(rng.choice(len(towns), p=shares / shares.sum()))]
        sex = "F" if rng.random() < WOMEN else "M"
        forenames = community.girls if sex == "F" else community.boys
        surname = community.family[int(rng.integers(len(community.family)))]
        if surname not in taken:
            break
    taken.add(surname)
    title = TITLES[sex][int(rng.choice(4, p=(0.42, 0.33, 0.2, 0.05)))]
    return Post(title, forenames[int(rng.integers(len(forenames)))], surname, role, subject)


def _tutors(
    posts: list[Post], forms: list[str], cohorts: tuple[Cohort, ...], year: int
) -> dict[int, str]:
    """A form for each tutor: {row of the adult: form}. Named tutors keep the form they are named
    with; other teachers fill the places that are left, spread over the departments."""
    kept = {n: _form_now(p.tutors, year) for n, p in enumerate(posts) if p.tutors}
    kept = {n: form for n, form in kept.items() if form in forms}
    free = [n for n, p in enumerate(posts) if p.role == TEACHER and n not in kept]
    spread = sorted(free, key=lambda n: (n * 7) % 64)
    rest = [form for form in forms if form not in kept.values()]
    return kept | dict(zip(spread, rest, strict=False))


def _form_now(form: str, year: int) -> str:
    """Where a form of the named year stands in another: 8 Rowan of 2026 is 9 Rowan a year on."""
    group, tree = form.split(" ", 1)
    moved = (int(group) - FIRST_YEAR_GROUP + year - NAMED_FOR) % YEARS_AT_SCHOOL
    return f"{moved + FIRST_YEAR_GROUP} {tree}"


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isascii() and letter.isalpha())


def email(posts: list[Post], n: int, domain: str) -> str:
    """First letter, dot, surname; a number where two people would share it."""
    names = [f"{_plain(p.forename)[0]}.{_plain(p.surname)}" for p in posts]
    before = names[:n].count(names[n])
    return f"{names[n]}{before + 1 if before else ''}@{domain}"


def door_codes(posts: list[Post]) -> list[str]:
    """Three letters as on a staff-room door: one of the forename, two of the surname."""
    codes: list[str] = []
    for p in posts:
        surname = _plain(p.surname).upper()
        stem = _plain(p.forename)[0].upper() + surname[:2]
        tries = [stem, stem[:2] + surname[-1], *(f"{stem}{n}" for n in range(2, 99))]
        codes.append(next(t for t in tries if t not in codes))
    return codes
