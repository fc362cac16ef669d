"""The adults of a small school: a teacher for each class, two who share one, and everybody else."""

from __future__ import annotations

from demo_school.chance import Topic, stream
from demo_school.invented import Adult
from demo_school.plan import Plan
from demo_school.staff import Post, door_codes, drawn_post, email

CLASS_TEACHER = "Class teacher"
SHARED = {"primary": "Kingfishers", "special": "Tide"}
"""The class whose week two teachers share."""


def classes_in_order(plan: Plan) -> tuple[str, ...]:
    """Each class once, youngest first."""
    return tuple(dict.fromkeys(plan.roll.classes))


def small_staff(plan: Plan, *, seed: int) -> tuple[Adult, ...]:
    """Everybody who works at the school; the people and their order never change.

    A class teacher's `form` is the class; of two who share a class, the second comes later.
    """
    rng = stream(plan.seed(seed), Topic.STAFF)
    posts = [Post(**named) for named in plan.named]
    taken = {p.surname for p in posts}
    forms = [*classes_in_order(plan), SHARED[plan.key]]
    class_of = dict(enumerate(forms, start=len(posts)))
    posts += [drawn_post(rng, CLASS_TEACHER, "", taken) for _ in forms]
    for role, count in plan.others.items():
        posts += [drawn_post(rng, role, "", taken) for _ in range(count)]
    codes = door_codes(posts)
    domain = plan.school.email_domain
    return tuple(
        Adult(
            code=codes[n], title=p.title, forename=p.forename, surname=p.surname,
            email=email(posts, n, domain), role=p.role, subject="", form=class_of.get(n, ""),
        )
        for n, p in enumerate(posts)
    )  # fmt: skip
