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


def unlock(apps, editor):
    _each(apps, locked_away.unsealed)


class Migration(migrations.Migration):
    dependencies = [("people", "0011_notices")]

    operations = [migrations.RunPython(lock, unlock)]
