"""What a kind of record is: its columns, what they are called, and how a cell is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as held
from functools import cached_property

TYPES = frozenset(
    {"text", "words", "date", "time", "number", "whole", "yes_no", "half", "choice", "list",
     "code"}
)  # fmt: skip
ABOUT = frozenset({"pupil", "staff", "class", "school"})
DATED = {"span": ("begins", "ends"), "day": ("on",), "none": ()}
CARE = frozenset({"", "social care", "health", "contact"})


def squeezed(text: str) -> str:
    """A text without case, spaces and punctuation, as `sources.columns.plain` makes it.

    Written here once more because a definition must not depend on any reader.
    """
    return "".join(ch for ch in text.casefold() if ch.isalnum())


@dataclass(frozen=True, eq=False)
class Field:
    """One thing a record says.

    name         ours
    title        how a page or a document calls it
    type         one of TYPES
    required     a file without such a column is not of this kind; a row without it is refused
    synonyms     the headings it is known by, the one to be believed first in front
    last_resort  headings that are usually the child's, believed only where a number says who the
                 child is and nothing else of its `one_of` was found
    further      for a list: the headings of a second column, a third, ...
    longest      characters of one cell that are kept
    values       raw spelling -> our word; anything else stays as it was written
    otherwise    our word for a spelling that `values` does not know; "" to keep it as written
    absent       our word for every row of a file that has no such column; "" for none
    within       another field whose cell may hold this one too (a time written with its date)
    default_off  free text that may name other children: read only when asked for by name
    care         the gate somebody must pass to see it, beside the kind's own
    """

    name: str
    title: str
    type: str
    required: bool = False
    synonyms: tuple[str, ...] = ()
    last_resort: tuple[str, ...] = ()
    further: tuple[tuple[str, ...], ...] = ()
    longest: int = 200
    values: Mapping[str, str] = held(default_factory=dict)
    otherwise: str = ""
    absent: str = ""
    within: str = ""
    default_off: bool = False
    care: str = ""

    @property
    def called(self) -> str:
        """The field in the middle of a sentence."""
        return self.title if self.title[:2].isupper() else self.title[:1].lower() + self.title[1:]

    @cached_property
    def words(self) -> frozenset[str]:
        """Our words: a value that is none of them stands as the school wrote it."""
        return frozenset({*self.values.values(), self.otherwise, self.absent} - {""})

    @property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Every column this field may be gathered from, and its headings: `reasons 2`."""
        more = {f"{self.name} {n}": names for n, names in enumerate(self.further, start=2)}
        return {self.name: self.synonyms, **more}

    @cached_property
    def _book(self) -> dict[str, str]:
        book = {word.casefold(): word for word in self.words}
        book |= {squeezed(word): word for word in self.words}
        for raw, word in self.values.items():
            book[raw.casefold()] = word
            book[squeezed(raw)] = word
        book.pop("", None)
        return book

    def word(self, text: str) -> str | None:
        """Our word for a spelling, or None where the definition does not know it."""
        return self._book.get(text.casefold()) or self._book.get(squeezed(text))


@dataclass(frozen=True, eq=False)
class Trait:
    """One thing that may be a column of a wide file, or named in a cell of a long one.

    field         how its values are read; its synonyms are the headings and the long names
    begins, ends  the headings of its own dates
    several       whether a child may have more than one of it at a time
    """

    field: Field
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    several: bool = False

    @property
    def name(self) -> str:
        """Our name for it."""
        return self.field.name

    @property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Its column and those of its dates, and their headings."""
        found = {self.name: self.field.synonyms}
        dates = {f"{self.name} begins": self.begins, f"{self.name} ends": self.ends}
        return found | {ours: names for ours, names in dates.items() if names}


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of record.

    name      ours, and that of its file
    title     as a page calls it
    one_row   what one record is
    about     whom or what: one of ABOUT
    key       fields that, with whom it is about, make a record the same record again
    dated     "span" (begins, ends), "day" (on) or "none"
    care      the gate somebody must pass to see it: one of CARE
    one_of    sets of columns of which one is enough; a row without any of them is refused
    told_by   columns of which at least one sets such a file apart from others
    beside    kinds that the same file often holds too
    not_with  headings that only stand in another kind of file
    all_traits  headings of dates that hold for every trait of a row; other such columns do only
                 where a trait stands alone (the start date of a pupils file is an admission)
    only      a field -> our words: rows that say something else belong to another kind
    identity  more headings for a pupil's number, their name or the school in such files
    asks      what nobody has confirmed yet
    source, reviewed  where the definition comes from, and when somebody last read it
    """

    name: str
    title: str
    one_row: str
    about: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    dated: str
    care: str
    asks: str
    source: str
    reviewed: dt.date
    traits: tuple[Trait, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    told_by: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    all_traits: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = held(default_factory=dict)
    identity: Mapping[str, tuple[str, ...]] = held(default_factory=dict)

    def field(self, name: str) -> Field:
        """One of the fields. Raises KeyError where the kind has none of that name."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name!r}")

    @property
    def required(self) -> tuple[str, ...]:
        """The fields no file of this kind can do without."""
        return tuple(field.name for field in self.fields if field.required)

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """Every column a file of this kind may have beside whom it is about: ours -> headings."""
        out: dict[str, tuple[str, ...]] = {}
        for columns in [f.columns for f in self.fields] + [t.columns for t in self.traits]:
            out |= columns
        return out

    def trait_called(self, text: str) -> Trait | None:
        """The trait a cell of a long file names, or None."""
        plain = squeezed(text)
        for trait in self.traits:
            if plain in {squeezed(name) for name in (trait.name, *trait.field.synonyms)}:
                return trait
        return None
