"""Rows that hold from a day to a day, both included, where somebody named them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q


def holds_on(day: dt.date) -> Q:
    """Those of a model with `begins` and `ends` that hold on a day; a blank day is open."""
    return (Q(begins=None) | Q(begins__lte=day)) & (Q(ends=None) | Q(ends__gte=day))
