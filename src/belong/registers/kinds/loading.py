"""From the text of a definition to a kind, refusing one that does not hold together."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from belong.registers.kinds.kind import ABOUT, CARE, DATED, TYPES, Field, Kind, Trait

_LISTS = ("key", "told_by", "beside", "not_with", "all_traits")
_PLAIN = ("title", "one_row", "about", "dated", "care", "asks", "source", "reviewed")


def kind_from(name: str, said: dict[str, Any]) -> Kind:
    """A kind from its file. Raises ValueError where the definition does not hold together."""
    given: dict[str, Any] = {ours: said[ours] for ours in _PLAIN}
    given |= {ours: tuple(said.get(ours, ())) for ours in _LISTS}
    kind = Kind(
        name=name,
        fields=tuple(_field(ours, one) for ours, one in said.get("fields", {}).items()),
        traits=tuple(_trait(ours, one) for ours, one in said.get("traits", {}).items()),
        one_of=tuple(tuple(names) for names in said.get("one_of", ())),
        only=_tuples(said.get("only", {})),
        identity=_tuples(said.get("identity", {})),
        **given,
    )
    wrong = "; ".join(_wrong(kind))
    if wrong:
        raise ValueError(f"{name}.toml: {wrong}")
    return kind


def _tuples(lists: dict[str, list[str]]) -> MappingProxyType[str, tuple[str, ...]]:
    return MappingProxyType({ours: tuple(names) for ours, names in lists.items()})


def _field(name: str, said: dict[str, Any]) -> Field:
    further = tuple(tuple(names) for names in said.get("further", ()))
    frozen = {
        "title": said.get("title", name.replace("_", " ").capitalize()),
        "synonyms": tuple(said.get("synonyms", ())),
        "last_resort": tuple(said.get("last_resort", ())),
        "further": further,
        "values": MappingProxyType(said.get("values", {})),
    }
    return Field(name=name, **(said | frozen))


def _trait(name: str, said: dict[str, Any]) -> Trait:
    dates = {ours: tuple(said.get(ours, ())) for ours in ("begins", "ends")}
    field = {ours: value for ours, value in said.items() if ours not in (*dates, "several")}
    return Trait(_field(name, field), **dates, several=said.get("several", False))


def _wrong(kind: Kind) -> Iterable[str]:
    names = {field.name for field in kind.fields}
    if kind.about not in ABOUT or kind.dated not in DATED or kind.care not in CARE:
        yield "about, dated or care is not one of the words we know"
    every = {*names, *(trait.name for trait in kind.traits)}
    used = {*kind.key, *kind.told_by, *(n for group in kind.one_of for n in group), *kind.only}
    for unknown in sorted((used | set(DATED.get(kind.dated, ()))) - every):
        yield f"{unknown} is named but not defined"
    for field in (*kind.fields, *(trait.field for trait in kind.traits)):
        yield from _wrong_field(field)
    if any(trait.field.type == "date" for trait in kind.traits):
        yield "a trait cannot be a date of its own"
    for twice in sorted(_headings_of_two(kind)):
        yield f"the heading {twice} stands for two things"


def _wrong_field(field: Field) -> Iterable[str]:
    if field.type not in TYPES:
        yield f"{field.name} has the type {field.type}, which nobody reads"
    if field.care not in CARE:
        yield f"{field.name} has a gate nobody knows"
    if field.type == "choice" and not field.values:
        yield f"{field.name} is a choice of nothing"
    if field.further and field.type != "list":
        yield f"{field.name} is gathered from several columns but is no list"


def _headings_of_two(kind: Kind) -> set[str]:
    """Headings that could be taken for either of two columns as the first choice of both."""
    first = [names[0].casefold() for names in kind.columns.values() if names]
    return {name for name in first if first.count(name) > 1}
