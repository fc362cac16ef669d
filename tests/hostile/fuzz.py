"""Bends good CSV and CTF files in a million ways: each is read, or refused in a sentence.

Every run is made from its number alone, so a run that went wrong can be made again, and a long run
that was stopped goes on where it was.

    python -m tests.hostile.fuzz --first 0 --runs 3000
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from belong.basics.errors import UnreadableFile
from belong.registers.sources.whole import Wanted, read_whole

SEED = "belong-fuzz"
TODAY = dt.date(2026, 11, 24)
LONGEST = 1.0
"""Seconds of processor time one file may take."""
WORDS = (
    b",", b";", b"\t", b'"', b'""', b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf",
    b"\xff\xfe", b"Date", b"Mark", b"UPN", b"Session", b"AM", b"PM", b"/", b"\\", b"N",
    b"2026-11-02", b"02/11/2026", b"31/02/2026", b"0001-01-01", b"9999-12-31", b"-1", b"1e999",
    b"99999999999999", b"2024-2025", "\u2028".encode(), "\u202e".encode(), "\u0661".encode(),
    b"=1+1",
    b"<", b"</", b"/>",
    b"<UPN>", b"</UPN>", b"<Pupil>", b"</Pupil>", b"<!DOCTYPE a>", b"&amp;", b"&#0;", b"&x;",
    b"]]>",
    b"<![CDATA[", b"<?xml version='1.0' encoding='utf-7'?>", b"xmlns:a='b'", b"AAAA" * 64,
)  # fmt: skip


@dataclass
class Report:
    """What a run found.

    read     files that were read all the same
    slowest  seconds of processor time of the slowest file
    wrong    run number and what came of it
    """

    runs: int = 0
    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)


def good_files() -> list[tuple[str, bytes]]:
    """Small files as schools export them: (name, bytes)."""
    from tests.hostile.making import ctf, pupil

    heads = "UPN,Surname,Forename,Year,Reg,Date,Session,Mark\n"
    line = "K000000000101,Osei,Ada,7,7 Oak,{},{},{}\n"
    days = ("2026-11-02", "2026-11-03")
    long = heads + "".join(
        line.format(d, h, m) for d in days for h, m in (("AM", "/"), ("PM", "N"))
    )
    wide = 'UPN,Name,02/11/2026 AM,02/11/2026 PM\nK000000000101,"Osei, Ada",/,\\\nK2,Ben,N,-\n'
    sums = (
        "UPN,Sessions Possible,Sessions Attended,Authorised,Unauthorised\nK000000000101,40,38,1,1\n"
    )
    roll = "UPN,Legal Surname,Legal Forename,Year Group,Date of Birth\nK1,Osei,Ada,7,01/02/2014\n"
    late = "UPN;Date;Session;Mark;Minutes Late\nK1;03.11.2026;AM;L;12\n"
    return [
        *((f"{n}.csv", text.encode()) for n, text in enumerate((long, wide, sums, roll, late))),
        ("utf16.csv", long.encode("utf-16")),
        ("pupils.xml", ctf(pupil())),
    ]


def bent(n: int, good: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The file of one run."""
    chance = random.Random(f"{SEED}-{n}")
    name, data = chance.choice(good)
    other = chance.choice(good)[1]
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 12))):
        chance.choice(WAYS)(out, chance, other)
    return name, bytes(out)


def _turn(out: bytearray, chance: random.Random, other: bytes) -> None:
    if out:
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)


def _set(out: bytearray, chance: random.Random, other: bytes) -> None:
    if out:
        out[chance.randrange(len(out))] = chance.randrange(256)


def _put(out: bytearray, chance: random.Random, other: bytes) -> None:
    at = chance.randint(0, len(out))
    out[at:at] = chance.choice(WORDS)


def _over(out: bytearray, chance: random.Random, other: bytes) -> None:
    at, word = chance.randint(0, len(out)), chance.choice(WORDS)
    out[at : at + len(word)] = word


def _drop(out: bytearray, chance: random.Random, other: bytes) -> None:
    start, end = sorted(chance.randint(0, len(out)) for _ in range(2))
    del out[start : min(end, start + 40)]


def _twice(out: bytearray, chance: random.Random, other: bytes) -> None:
    start, end = sorted(chance.randint(0, len(out)) for _ in range(2))
    out[start:start] = out[start:end] * chance.choice((1, 1, 2, 8))


def _graft(out: bytearray, chance: random.Random, other: bytes) -> None:
    start, end = sorted(chance.randint(0, len(other)) for _ in range(2))
    at = chance.randint(0, len(out))
    out[at:at] = other[start:end]


def _cut(out: bytearray, chance: random.Random, other: bytes) -> None:
    del out[chance.randint(0, len(out)) :]


WAYS: tuple[Callable[[bytearray, random.Random, bytes], None], ...] = (
    _turn, _set, _put, _put, _over, _over, _drop, _twice, _graft, _cut,
)  # fmt: skip


def run(which: range, folder: Path) -> Report:
    """Read the files of these runs."""
    good = good_files()
    report = Report()
    for n in which:
        name, data = bent(n, good)
        path = folder / name
        path.write_bytes(data)
        _one(report, n, path)
    return report


def _one(report: Report, n: int, path: Path) -> None:
    began = time.process_time()
    try:
        read_whole(path, Wanted("", TODAY, day_first=True))
        report.read += 1
    except UnreadableFile:
        report.refused += 1
    except Exception as problem:
        report.wrong.append(f"run {n} ({path.name}): {type(problem).__name__}: {problem}"[:300])
    took = time.process_time() - began
    report.runs += 1
    report.slowest = max(report.slowest, took)
    if took > LONGEST:
        report.wrong.append(f"run {n} ({path.name}): {took:.1f} s")


def main() -> int:
    """Read so many bent files and print the report as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--runs", type=int, default=3000)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="belong-fuzz-") as folder:
        for name, data in good_files():
            path = Path(folder) / name
            path.write_bytes(data)
            read_whole(
                path, Wanted("", TODAY, day_first=True)
            )  # loads what is loaded once; a good file is read
        found = run(range(said.first, said.first + said.runs), Path(folder))
    print(json.dumps(asdict(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
