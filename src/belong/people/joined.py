"""Two records of one child became one: every room that keeps something of a child hears of it.

Rooms beside each other do not import each other, so whoever joins two records tells all by this.
"""

from django.dispatch import Signal

records_joined = Signal()
"""Sent inside the transaction of the joining, with `stays` and `goes`, two Pupils: a listener moves
what it keeps of the second to the first, and loses no word. What it raises undoes the joining."""
