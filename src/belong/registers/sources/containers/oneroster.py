"""OneRoster zips: who is on roll, who works here, and who is in which class. Never attendance."""

from __future__ import annotations

from collections.abc import Iterator

from belong.basics.errors import UnreadableFile
from belong.registers.sources.cells import rows_of
from belong.registers.sources.columns import plain
from belong.registers.sources.containers import oneroster_people
from belong.registers.sources.containers.oneroster_words import Line, Roster
from belong.registers.sources.containers.tables import Opened, opened_of
from belong.registers.sources.containers.zips import Archive
from belong.registers.sources.notes import Notes
from belong.registers.sources.text import MAX_COLUMNS, text_of

MANIFEST = "manifest.csv"
FILES = ("orgs", "users", "roles", "academicSessions", "courses", "classes", "enrollments",
         "demographics")  # fmt: skip
MOST_ROWS = 3_000_000
_VERSIONS = ("1.0", "1.1", "1.2")


def is_oneroster(names: tuple[str, ...]) -> bool:
    """Whether the parts of a zip are those of a roster, with its manifest or without."""
    stems = {name.rpartition("/")[2].casefold() for name in names}
    return MANIFEST in stems or {"users.csv", "orgs.csv"} <= stems


def read_oneroster(parts: Archive) -> Opened:
    """Every list of a roster that Belong has a use for.

    raises  UnreadableFile without a manifest, or where the manifest names a version unknown here
    """
    notes = Notes()
    folder = _folder(parts)
    _check_version(_manifest(parts, folder), notes)
    roster = Roster({name: list(_lines(parts, folder, name, notes)) for name in FILES})
    _say_left_out(parts, notes)
    nothing = "The roster lists no pupils, staff or classes."
    return opened_of("oneroster", oneroster_people.tables(roster, notes), notes, nothing)


def _folder(parts: Archive) -> str:
    """Where the manifest stands: at the root, or in the one folder somebody zipped."""
    found = [name for name in parts.names if name.rpartition("/")[2].casefold() == MANIFEST]
    if not found:
        raise UnreadableFile(
            "The roster has no manifest.csv, so nobody can tell which of its files are whole.",
            do="Export the OneRoster zip again and bring it unchanged.",
        )
    return min(found, key=len)[: -len(MANIFEST)]


def _manifest(parts: Archive, folder: str) -> dict[str, str]:
    name = next(n for n in parts.names if n.casefold() == (folder + MANIFEST).casefold())
    rows = rows_of(text_of(parts.read(name)).data, ",")
    return {cells[0].strip(): cells[1].strip() for _, cells in rows if len(cells) > 1}


def _check_version(manifest: dict[str, str], notes: Notes) -> None:
    version = manifest.get("oneroster.version", "")
    if version and not version.startswith(_VERSIONS):
        raise UnreadableFile(
            f"The roster is of OneRoster version {version[:20]}.", do="Export version 1.1 or 1.2."
        )
    if "delta" in {value.casefold() for value in manifest.values()}:
        notes.take(0, "The roster holds changes only; whoever it does not name stays as they are.")


def _lines(parts: Archive, folder: str, name: str, notes: Notes) -> Iterator[Line]:
    """The rows of one file as headings and cells, with the line each stands on."""
    wanted = f"{folder}{name}.csv".casefold()
    part = next((one for one in parts.names if one.casefold() == wanted), None)
    if part is None or not parts.size(part):
        return
    text = text_of(parts.read(part))
    rows = rows_of(text.data, ",", text.first)
    heads = [plain(head) for head in next(rows, (1, [""]))[1]]
    if len(heads) > MAX_COLUMNS:
        raise UnreadableFile(f"{name}.csv has {len(heads)} columns.", do="Export it again.")
    for line, cells in rows:
        if not any(map(str.strip, cells)):
            continue
        row = dict(zip(heads, map(str.strip, cells), strict=False))
        if row.get("status", "").casefold() == "tobedeleted":
            notes.take(line, _DELETED.format(name))
        else:
            yield Line(line, row)


_DELETED = "Rows of {}.csv are marked to be deleted. Belong deleted nothing and left them out."


def _say_left_out(parts: Archive, notes: Notes) -> None:
    known = {f"{name}.csv".casefold() for name in FILES} | {MANIFEST}
    stems = {name.rpartition("/")[2].casefold() for name in parts.names}
    if stems - known:
        notes.take(
            0, "Files of the roster that Belong has no use for were left out.", len(stems - known)
        )
