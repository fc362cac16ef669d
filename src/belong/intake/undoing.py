"""Taking an import back: the inverse of what it did, or the reasons why that cannot be."""

from __future__ import annotations

import numpy as np
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from numpy.typing import NDArray

from belong.acts.models import Act
from belong.basics.errors import BelongError
from belong.intake import facts, laying, lessons, revisions, roster, shelf
from belong.intake.models import Change, Import
from belong.people import ballast, trail
from belong.people.models import Enrolment, Involvement, Membership, Opening, Pupil, Relation
from belong.people.permissions import Permission
from belong.people.trail import Verb
from belong.registers import deltas
from belong.registers.deltas import Delta
from belong.registers.store import SPAN


class CannotUndo(BelongError):
    """Later work stands on what this import did. `reasons` says which, one sentence each."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(
            "This file cannot be taken back. " + " ".join(reasons),
            do="Take back the later files first, or bring a corrected file in.",
        )
        self.reasons = reasons


def why_not(brought: Import) -> list[str]:
    """Why an import cannot be taken back now, in sentences; empty where it can."""
    if brought.stage != Import.Stage.KEPT:
        return ["It is not part of the register."]
    done = _changes(brought)
    if brought.kind == "marks" and not done and _said_to_change(brought):
        return ["It was kept before Belong began to write down what each file changed."]
    marks = [reason for change in done for reason in _touched_again(change)]
    return [
        *marks,
        *roster.changed_since(brought),
        *_others_stand_on(brought),
        *_said_since(brought),
        *facts.why_not(brought),
        *lessons.why_not(brought),
    ]


def _said_to_change(brought: Import) -> bool:
    tally = brought.preview.get("tally", {})
    return bool(tally.get("new") or tally.get("changed"))


def _changes(brought: Import) -> list[Change]:
    found = Change.objects.filter(brought_by=brought, why=Change.Why.IMPORT, undone=False)
    return list(found.order_by("-revision", "-pk"))


def _later(change: Change) -> list[Change]:
    """What came after a change and still stands, in the same year."""
    return list(
        Change.objects.filter(
            school_id=change.school_id, year=change.year, revision__gt=change.revision, undone=False
        )
        .exclude(why=Change.Why.UNDO)
        .select_related("brought_by")
    )


def delta_of(change: Change) -> Delta:
    """The marks a change made different, read from the disk."""
    return deltas.read(shelf.store(), change.school_id, change.name)


def _touched_again(change: Change) -> list[str]:
    later, own = _later(change), delta_of(change)
    hit = deltas.touched_again(own, [delta_of(one) for one in later])
    joins = [n for n, one in enumerate(later) if one.why == Change.Why.MERGE]
    for n in joins:
        # A mark of the other record may have given way to this one: without it none would be left.
        hit[n] = hit[n] | _of_one_child(own, delta_of(later[n]))
    return [
        _sentence(int(mask.sum()), one) for mask, one in zip(hit, later, strict=True) if mask.any()
    ]


def _of_one_child(own: Delta, joined: Delta) -> NDArray[np.bool_]:
    """Which marks of a delta stand for a session that another has for the same child, by whatever
    stay and record of theirs."""
    both = np.unique(np.concatenate([own.enrolment, joined.enrolment]))
    rows = Enrolment.objects.filter(pk__in=both.tolist())
    of = {
        pk: into or pupil
        for pk, pupil, into in rows.values_list("pk", "pupil_id", "pupil__merged_into_id")
    }
    child = np.array([of.get(int(pk), -1) for pk in both], dtype=np.int64)

    def places(one: Delta) -> NDArray[np.int64]:
        return child[np.searchsorted(both, one.enrolment)] * SPAN + one.session

    return np.isin(places(own), places(joined))


def _sentence(marks: int, later: Change) -> str:
    what = f"{marks:,} of its marks were" if marks > 1 else "One of its marks was"
    on = f"{timezone.localtime(later.at):%-d %B %Y}"
    if later.brought_by is not None:
        return f"{what} changed again by {later.brought_by.file_name} on {on}."
    if later.why == Change.Why.MERGE:
        return f"{what} moved on {on}, when two records of one child were joined."
    return f"{what} corrected by hand on {on}."


SAID_SINCE = (
    (Membership, "Somebody at school works with {whom}."),
    (Relation, "An adult at school is family of {whom}."),
    (Involvement, "Somebody outside school is or was let see {whom}."),
    (Act, "Somebody set a small act down for {whom}, or did one: that stays to be seen."),
    (Opening, "Somebody opened, or asked to open, more about {whom}: that stays to be seen."),
)


WRITTEN = "Somebody wrote something about a child it brought: that stays to be read."
"""One sentence for every room: of what kind it is, is told to nobody who may not read it."""


def _said_since(brought: Import) -> list[str]:
    """What was said or done since about children this import made, and would go with them."""
    pupils, _ = roster.made_by(brought)
    why = []
    for model, sentence in SAID_SINCE:
        n = model.objects.filter(pupil_id__in=pupils).values("pupil_id").distinct().count()
        whom = f"{n:,} of the children it brought" if n > 1 else "one of the children it brought"
        why += [sentence.format(whom=whom)] if n else []
    if any(room._default_manager.filter(pupil__in=pupils).exists() for room in _rooms_that_write()):
        why.append(WRITTEN)
    return why


def _rooms_that_write() -> list[type[Model]]:
    """What the practice rooms keep of a child, whatever they are: it would go with the child."""
    said = {model for model, _sentence in SAID_SINCE}
    others = [one for one in apps.get_models() if one not in said and _of_a_child(one)]
    return [one for one in others if one._meta.app_label not in ("people", "intake")]


def _of_a_child(model: type[Model]) -> bool:
    fields = {field.name: field for field in model._meta.concrete_fields}
    return "pupil" in fields and fields["pupil"].related_model is Pupil


def _others_stand_on(brought: Import) -> list[str]:
    """Children this import made, who have marks or facts that came with something else."""
    pupils, stays = roster.made_by(brought)
    if not stays:
        return []
    own = {change.pk for change in _changes(brought)}
    others = Change.objects.filter(school_id=brought.school_id, undone=False).exclude(pk__in=own)
    rows = np.array(sorted(stays), dtype=np.int32)
    for change in others.exclude(why=Change.Why.UNDO):
        held = len(np.intersect1d(delta_of(change).enrolment, rows))
        if held:
            return [f"Later files hold marks of {held:,} of the children it brought."]
    return facts.about_children_of(brought, pupils)


@transaction.atomic
def undo(*, by: Membership, brought: Import, reason: str = "") -> Import:
    """Take a kept import back: its marks, children and facts are as they were before it.

    Raises PermissionDenied; NoRoom; CannotUndo with every reason where a later change touched the
    same.
    """
    by.must(Permission.REGISTERS_IMPORT)
    ballast.must_have_room()
    revisions.locked(by.school_id)
    brought.refresh_from_db()
    reasons = why_not(brought)
    if reasons:
        raise CannotUndo(reasons)
    revision = revisions.raised(by.school_id)
    cause = laying.Cause(by, timezone.now(), Change.Why.UNDO, brought, reason[:300])
    done = _changes(brought)
    for change in done:
        written = laying.changed_by(by.school_id, delta_of(change).inverse)
        laying.point_at(by.school_id, [written] if written else [], cause)
    Change.objects.filter(pk__in=[change.pk for change in done]).update(undone=True)
    facts.put_back(brought, revision)
    lessons.put_back(brought)
    roster.put_back(brought)
    _mark_undone(by, brought)
    return brought


def _mark_undone(by: Membership, brought: Import) -> None:
    brought.stage = Import.Stage.UNDONE
    brought.undone_at, brought.undone_by_id = timezone.now(), by.adult_id
    brought.save(update_fields=["stage", "undone_at", "undone_by"])
    trail.note(by, Verb.REGISTERS_UNDONE, about="import", ids=[brought.pk])
