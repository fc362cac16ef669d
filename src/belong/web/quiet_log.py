"""Keeps links out of the log: whoever reads it would otherwise hold what opens something."""

from __future__ import annotations

import logging
import re

from django.core.exceptions import PermissionDenied


class WithoutRefusals(logging.Filter):
    """A page that is not for somebody's role is no fault: one line, and no traceback that would
    hide a real one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line through."""
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = record.exc_text = None
        return True


LINK = re.compile(r"/(with|invitation)/[^/\s?\"']+")


class WithoutLinks(logging.Filter):
    """Takes what stands in a link out of every line, whoever writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line through, without links."""
        said = record.getMessage()
        hidden = LINK.sub(r"/\1/...", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
