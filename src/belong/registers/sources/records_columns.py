"""Where a file of records keeps each thing its kind may say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from belong.basics.errors import UnreadableFile
from belong.registers.kinds import Kind
from belong.registers.sources.cells import Header, find_header
from belong.registers.sources.columns import Columns, identifiers, match, plain
from belong.registers.sources.dates import shown
from belong.registers.sources.text import Text

PUPIL = "pupil"
"""Stands among the missing columns for anything that says which child a row is about."""
NAMES = ("name", "surname", "forename")
_BESIDE_A_NUMBER = ("surname", "forename", "name", "dob")


class ColumnsUnknown(UnreadableFile):
    """A file without columns its kind cannot do without, as far as its headings tell.

    kind      the name of the kind
    headings  as the file writes them, so that somebody can say what each one is
    missing   our names for what was not found; of a set of which one is enough, the first
    """

    def __init__(self, kind: Kind, headings: tuple[str, ...], missing: tuple[str, ...]) -> None:
        wanted = ", ".join(_looked_for(kind, ours) for ours in missing)
        found = ", ".join(shown(name) for name in headings[:40] if name.strip()) or "none"
        super().__init__(
            f"The file does not say enough to be read as {kind.title.lower()}. Columns found:"
            f" {found}. Looked for: {wanted}.",
            do="Say which column is which, or rename the columns to these names.",
        )
        self.kind = kind.name
        self.headings = headings
        self.missing = missing


def _looked_for(kind: Kind, ours: str) -> str:
    """What a missing column may be called; where one of a set is enough, each of them."""
    if ours == PUPIL:
        return "UPN or Adno or Name"
    group = next((group for group in kind.one_of if group[0] == ours), (ours,))
    return " or ".join(kind.columns[name][0] for name in group)


@dataclass(frozen=True)
class Fit:
    """What was found of a kind in one header.

    names    the headings
    at       our name -> position, among them the pupil's numbers and names and the school
    missing  our names for what such a file needs and this header has not
    """

    kind: Kind
    names: tuple[str, ...]
    at: Mapping[str, int]
    missing: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The kinds of pupil number, the preferred one first."""
        return tuple(ours for ours in identifiers() if ours in self.at)

    @property
    def traits(self) -> tuple[str, ...]:
        """The traits that are columns of the file."""
        return tuple(trait.name for trait in self.kind.traits if trait.name in self.at)

    @property
    def is_long(self) -> bool:
        """Whether every row says one thing, in the fields of the kind."""
        return not self.kind.traits or set(self.kind.required) <= self.at.keys()

    @property
    def told(self) -> int:
        """How many of the columns that set such files apart were found."""
        return len(self.traits) + sum(ours in self.at for ours in self.kind.told_by)

    def unmatched(self) -> tuple[str, ...]:
        """The headings nothing of this kind was found under."""
        used = set(self.at.values())
        return tuple(n for at, n in enumerate(self.names) if at not in used and n.strip())


def fit(names: Sequence[str], kind: Kind, mapping: Mapping[str, str] | None = None) -> Fit:
    """Find the columns of a kind among headings.

    mapping  our name -> heading exactly as in the file; it wins over every synonym
    """
    names = tuple(names)
    at = _mapped(names, mapping or {})
    columns = match(names)
    people = {
        o: p for o, p in columns.at.items() if o in _identity(kind) and not _is_own(kind, names[p])
    }
    numbers = {ours: p for ours, p in people.items() if ours in identifiers()}
    _claim(at, {**_more(kind, names, people), **numbers})
    _match(at, names, kind)
    if any(ours in at for ours in identifiers()):
        _claim(at, _last_resorts(at, names, kind))
    _claim(at, people)
    return Fit(kind, names, at, _missing(kind, at))


def may_map(kind: Kind) -> tuple[str, ...]:
    """Our names a mapping may use for a kind, those that say whom a row is about in front."""
    return (*_identity(kind), *kind.columns)


def _mapped(names: tuple[str, ...], mapping: Mapping[str, str]) -> dict[str, int]:
    places = {name.strip(): n for n, name in reversed(list(enumerate(names)))}
    return {o: places[h.strip()] for o, h in mapping.items() if h.strip() in places}


def _identity(kind: Kind) -> tuple[str, ...]:
    """What may say whom a row is about. Only pupils have numbers of their own kinds."""
    return (*identifiers(), *_BESIDE_A_NUMBER, "school") if kind.about == "pupil" else ("school",)


@cache
def _synonyms(kind: Kind) -> dict[str, tuple[str, ...]]:
    return {ours: tuple(map(plain, names)) for ours, names in kind.columns.items()}


def _is_own(kind: Kind, heading: str) -> bool:
    """A bare `id` is the record's own number where the kind has one, not the child's."""
    return plain(heading) == "id" and any("id" in names for names in _synonyms(kind).values())


def _more(kind: Kind, names: tuple[str, ...], people: Mapping[str, int]) -> dict[str, int]:
    """Numbers and schools under headings only files of this kind use."""
    places = {plain(name): n for n, name in reversed(list(enumerate(names)))}
    more: dict[str, int] = {}
    for ours, synonyms in kind.identity.items():
        found = [places[plain(one)] for one in synonyms if plain(one) in places]
        if found and ours not in people:
            more[ours] = found[0]
    return more


def _claim(at: dict[str, int], found: Mapping[str, int]) -> None:
    """Take the columns nobody has taken yet."""
    taken = set(at.values())
    for ours, position in found.items():
        if ours not in at and position not in taken:
            at[ours] = position
            taken.add(position)


def _match(at: dict[str, int], names: tuple[str, ...], kind: Kind) -> None:
    taken = set(at.values())
    places: dict[str, int] = {}
    for position, name in enumerate(names):
        if position not in taken:
            places.setdefault(plain(name), position)
    for ours, synonyms in _synonyms(kind).items():
        here = [places[s] for s in synonyms if s and s in places]
        if ours not in at and here:
            at[ours] = here[0]
            places = {s: p for s, p in places.items() if p != here[0]}


def _last_resorts(at: Mapping[str, int], names: tuple[str, ...], kind: Kind) -> dict[str, int]:
    """Columns that stand for a field only because nothing better does."""
    if all(any(ours in at for ours in group) for group in kind.one_of):
        return {}
    places = {plain(name): n for n, name in reversed(list(enumerate(names)))}
    wanted = {field.name: map(plain, field.last_resort) for field in kind.fields}
    here = {ours: [places[s] for s in words if s in places] for ours, words in wanted.items()}
    return {ours: found[0] for ours, found in here.items() if found}


def _missing(kind: Kind, at: Mapping[str, int]) -> tuple[str, ...]:
    out = [ours for ours in kind.required if ours not in at]
    if any(trait.name in at for trait in kind.traits):
        out = []
    out += [group[0] for group in kind.one_of if not any(ours in at for ours in group)]
    if kind.about == "pupil" and not any(ours in at for ours in (*identifiers(), *NAMES)):
        out.insert(0, PUPIL)
    return tuple(out)


def placed(text: Text, kind: Kind, mapping: Mapping[str, str] | None) -> tuple[Header, Fit]:
    """The header of a file and what it holds of a kind. Raises ColumnsUnknown, UnreadableFile."""
    header = find_header(text, lambda cells: _promise(cells, kind, mapping))
    if header is None:
        raise ColumnsUnknown(kind, _any_header(text), fit((), kind).missing)
    found = fit(header.names, kind, mapping)
    if found.missing:
        raise ColumnsUnknown(kind, header.names, found.missing)
    return header, found


def _promise(cells: Sequence[str], kind: Kind, mapping: Mapping[str, str] | None) -> int:
    if len(cells) < 2:
        return 0
    found = fit(cells, kind, mapping)
    return 2 * len(found.at) + (not found.missing)


def _any_header(text: Text) -> tuple[str, ...]:
    """The row that looks most like headings, for somebody to say what they are."""
    header = find_header(text, _looks_like_headings)
    return header.names if header else ()


def _looks_like_headings(cells: Sequence[str]) -> int:
    words = [cell for cell in cells if cell.strip() and not any(ch.isdigit() for ch in cell)]
    return len(words) if len(cells) > 1 else 0


def as_columns(found: Fit) -> Columns:
    """The pupil's numbers and the school as the readers of registers know columns."""
    return Columns(found.names, {o: p for o, p in found.at.items() if o in (*found.ids, "school")})
