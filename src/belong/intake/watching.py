"""A folder that the school's own system drops its nightly export into.

A file is taken once it has stopped growing. It goes to `kept` when it was kept, to `waiting` when
somebody has to look at it on the page first, and to `not read` with a note beside it when it could
not be read. Where the disk is full it stays and is tried again. Nothing is ever deleted from the
folder.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from belong.basics.errors import BelongError
from belong.intake import actions, newcomers
from belong.intake.actions import NotConfirmed
from belong.intake.models import Import
from belong.people import ballast, fetch, walls
from belong.people.models import Membership

KEPT, WAITING, NOT_READ, LEFT = "kept", "waiting", "not read", "left where it is"
WINDOW = 15
"""School days a nightly export should cover: registers are corrected for weeks."""
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Outcome:
    """What became of one file: where it went, and a sentence."""

    file_name: str
    went: str
    said: str


@dataclass
class Watch:
    """A folder somebody asked to be watched, and the sizes its files had a moment ago."""

    folder: Path
    uploads: Path
    by: Membership
    sizes: dict[str, int]

    @classmethod
    def over(cls, folder: Path, *, uploads: Path, by: Membership) -> Watch:
        """Begin to watch a folder; what lies in it already is taken at the second look."""
        return cls(folder, uploads, by, {})

    def look(self, today: dt.date) -> list[Outcome]:
        """Take every file that has not grown since the last look.

        Raises BelongError where whoever the files come in for is nothing at the school any more.
        """
        by = fetch.again(self.by, today)
        if by is None:
            raise BelongError(
                f"{self.by.adult.name} is no longer at the school. Nothing was taken.",
                do="Watch the folder in the name of somebody who is.",
            )
        self.by = by
        with walls.scope(by.school_id):
            return self._looked(today)

    def _looked(self, today: dt.date) -> list[Outcome]:
        found = {path.name: path.stat().st_size for path in self._files()}
        still = [name for name, size in found.items() if self.sizes.get(name) == size]
        self.sizes = found
        return [self._taken(self.folder / name, today) for name in sorted(still)]

    def _files(self) -> Iterator[Path]:
        for path in self.folder.iterdir():
            plain = path.is_file() and not path.is_symlink() and not path.name.startswith(".")
            if plain and path.suffix.casefold() in actions.ENDINGS:
                yield path

    def _taken(self, path: Path, today: dt.date) -> Outcome:
        try:
            with ballast.said_plainly():
                went, said = self._kept(path, today)
        except ballast.NoRoom as full:
            return Outcome(path.name, LEFT, str(full))
        except BelongError as wrong:
            went, said = NOT_READ, str(wrong)
        return Outcome(path.name, went, self._moved(path, went, said))

    def _kept(self, path: Path, today: dt.date) -> tuple[str, str]:
        brought = actions.read_in(
            by=self.by, file_name=path.name, body=_parts(path), folder=self.uploads, as_of=today,
            kind="",
        )  # fmt: skip
        if brought.stage == Import.Stage.ASKING:
            return WAITING, "Nobody has said yet what is in it. It waits on the page Registers in."
        try:
            actions.keep(by=self.by, brought=brought, folder=self.uploads)
        except NotConfirmed:
            asked = [w["said"] for w in brought.preview["warnings"] if w["ask"]]
            return WAITING, " ".join([*asked, "It waits on the page Registers in."])
        return KEPT, _sum(brought)

    def _moved(self, path: Path, went: str, said: str) -> str:
        home = self.folder / went
        home.mkdir(mode=0o700, exist_ok=True)
        place = _free(home / path.name)
        path.rename(place)
        if went == NOT_READ:
            place.with_name(f"{place.name}.why.txt").write_text(f"{said}\n", encoding="utf-8")
        return said


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            yield part


def _sum(brought: Import) -> str:
    said = newcomers.in_words(brought.preview)
    return f"{said} {_window(brought)}".strip() if "tally" in brought.preview else said


def _window(brought: Import) -> str:
    """Whether the export reaches far enough back to bring corrections with it."""
    first, last = brought.preview.get("from"), brought.preview.get("until")
    if not first or not last:
        return ""
    days = (dt.date.fromisoformat(last) - dt.date.fromisoformat(first)).days
    if days >= WINDOW / 5 * 7 - 3:
        return ""
    span = "one day" if not days else f"{days + 1} days"
    return (
        f"It covers {span}. Let the export cover the last {WINDOW} school days: registers"
        " are corrected for weeks."
    )


def _free(place: Path) -> Path:
    """A name that is not taken yet."""
    n, wanted = 1, place
    while wanted.exists():
        n += 1
        wanted = place.with_name(f"{place.stem} ({n}){place.suffix}")
    return wanted
