"""Locks how to reach adults under an order, in what was kept before."""

from django.db import migrations

from belong.people import locked_away


def _each(apps, turned):
    kept = apps.get_model("people", "Fact").objects.filter(kind="contacts")
    for fact in kept.iterator(chunk_size=500):
        data = turned(fact.data)
        if data != fact.data:
            type(fact).objects.filter(pk=fact.pk).update(data=data)


def lock(apps, editor):
    _each(apps, lambda data: data if locked_away.SEALED in data else locked_away.sealed("contacts", data))
    _the_past(apps)


def _the_past(apps):
    """What was known of the same adult at home before is where they may still be."""
    kept = apps.get_model("people", "Fact").objects.filter(kind="contacts")
    under = {(f.pupil_id, f.key) for f in kept if locked_away.under_an_order(f.data)}
    for fact in kept.exclude(until=None):
        if (fact.pupil_id, fact.key) in under and locked_away.SEALED not in fact.data:
            data = locked_away.sealed("contacts", fact.data, always=True)
            type(fact).objects.filter(pk=fact.pk).update(data=data)


def unlock(apps, editor):
    _each(apps, locked_away.unsealed)


class Migration(migrations.Migration):
    dependencies = [("people", "0011_notices")]

    operations = [migrations.RunPython(lock, unlock)]
