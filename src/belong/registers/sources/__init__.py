"""Reading the files schools bring. `read` looks at a file and calls the reader it needs."""

from __future__ import annotations

from belong.registers.sources.dates import DayOrderUnknown
from belong.registers.sources.files import read
from belong.registers.sources.pupils import read_pupils

__all__ = ["DayOrderUnknown", "read", "read_pupils"]
