"""Keeps links out of the log: whoever reads it would otherwise hold what opens something."""

from __future__ import annotations

import logging
import re

from django.core.exceptions import PermissionDenied

LINK = re.compile(r"/(with|invitation|answer)/[^/\s?\"']+(?:/\?code=[^\s\"'&]+)?")
NOBODYS = "/answer/"
"""Where somebody answers a survey without a name: a line with a moment would tell when."""
A_DAY = 24 * 60 * 60


class WithoutRefusals(logging.Filter):
    """A page that is not for somebody's role is no fault: one line, and no traceback that would
    hide a real one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line through."""
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return True


class WithoutLinks(logging.Filter):
    """Takes what stands in a link out of every line, whoever writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line through, without links. Of an answer without a name only what broke, and
        its moment is the day."""
        said = record.getMessage()
        if NOBODYS in said:
            if record.levelno < logging.ERROR:
                return False
            record.created -= record.created % A_DAY
            record.msecs = 0.0
        hidden = LINK.sub(r"/\1/...", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
