"""Very large files of session marks, read in blocks and in little memory.

A file is passed over once, and each different text of it is asked about once; the rows wait as
numbers on the disk. What comes out is what `sources.read` gives for the same file, mark for mark
and sentence for sentence.
"""

from belong.registers.bulk.blocks import joined, read_blocks, session_marks
from belong.registers.bulk.bringing import FileLaid, Known, SchoolLaid, import_blocks
from belong.registers.bulk.by_school import excerpt, sorted_by_school

__all__ = [
    "FileLaid",
    "Known",
    "SchoolLaid",
    "excerpt",
    "import_blocks",
    "joined",
    "read_blocks",
    "session_marks",
    "sorted_by_school",
]
