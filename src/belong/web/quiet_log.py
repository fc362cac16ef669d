"""Keeps links out of the log: whoever reads it would otherwise hold what opens something."""

from __future__ import annotations

import logging
import re

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
