"""A day is over: every room that keeps something for a day alone hears of it.

The worker's sweep cannot import the rooms beside it, so it tells all of them by this.
"""

from django.dispatch import Signal

swept = Signal()
"""Sent by the worker's sweep once an hour, within the scope of every school, with `today`: a
listener deletes what was kept for earlier days alone."""
