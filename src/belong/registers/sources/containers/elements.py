"""XML heard piece by piece: no document type, no entities, no outside file, a limit on depth."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Protocol
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from belong.basics.errors import UnreadableFile
from belong.registers.sources.text import MAX_CELL

DEEPEST = 60
"""Elements inside elements; the standards need about a dozen."""
MOST_IN_RECORD = 200_000
"""Elements of one child or one workbook cell's worth; a child's whole history has thousands."""
_STEP = 1 << 16
_MOST_NAMES = 10_000
_MOST_PIECES = MAX_CELL
"""Pieces of one value: each is at least a character."""


class Listener(Protocol):
    """What hears an XML file. Names come without their namespace."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Words stand in an element; long ones come in pieces."""


class _Nobody:
    """The parser wants a target of its own; ours is told directly, which is far quicker."""

    def close(self) -> None:
        """Nothing was built."""


def hear(stream: IO[bytes], listener: Listener) -> None:
    """Tell a listener of everything in an XML stream.

    raises  UnreadableFile for a document type, an entity, broken XML or bottomless nesting
    """
    parser = DefusedXMLParser(target=_Nobody(), forbid_dtd=True)
    _wire(parser.parser, listener)
    try:
        while piece := stream.read(_STEP):
            parser.feed(piece)
        parser.close()
    except DefusedXmlException as problem:
        raise UnreadableFile(
            "The file begins with instructions for programs (a document type or entities). "
            "Belong does not read such files.",
            do="Export it again without them.",
        ) from problem
    except (ParseError, ExpatError) as problem:
        raise UnreadableFile(f"The XML is broken: {problem}.", do="Export it again.") from problem


def _wire(expat: Any, listener: Listener) -> None:
    """The listener in place of the tree builder, under the guards the parser has set.

    Millions of elements pass here, so each name is taken apart once only.
    """
    depth = 0
    start, end = listener.start, listener.end
    local = _Locals()

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise UnreadableFile(
                "Parts of this file are nested too deeply, one inside another.",
                do="Export it again.",
            )
        start(local[tag], attributes)

    def finish(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(local[tag])

    expat.ordered_attributes = False
    expat.StartElementHandler = begin
    expat.EndElementHandler = finish
    expat.CharacterDataHandler = listener.data


def root_of(data: bytes) -> str:
    """The name of the outermost element, by which a file says what it is; "" where there is none.

    raises  UnreadableFile as `hear` does, for what stands before it
    """
    found = _Root()
    try:
        hear(io.BytesIO(data), found)
    except _Found:
        return found.name
    return ""


class _Found(Exception):
    """The outermost element has begun."""


class _Root:
    """Hears the first name and nothing more."""

    name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """The first element ends the search."""
        self.name = name
        raise _Found

    def end(self, name: str) -> None:
        """Never reached."""

    def data(self, text: str) -> None:
        """Nothing stands before the first element."""


class _Locals(dict[str, str]):
    """Names without their namespace, each worked out the first time it is met."""

    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        if len(self) < _MOST_NAMES:
            self[tag] = name
        return name


@dataclass
class Node:
    """One element with what stands in it.

    text  its own words as they stand, without those of the elements inside it
    """

    name: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[Node] = field(default_factory=list)

    def every(self, *names: str) -> Iterator[Node]:
        """The elements directly inside that have one of these names."""
        return (node for node in self.inside if node.name in names)

    def first(self, *names: str) -> Node | None:
        """The first element directly inside with one of these names; None where there is none."""
        return next(self.every(*names), None)

    def deep(self, *names: str) -> Iterator[Node]:
        """The elements with one of these names, however deep they stand."""
        for node in self.inside:
            if node.name in names:
                yield node
            yield from node.deep(*names)

    def said(self, *names: str) -> str:
        """The words of the first element inside with one of these names, the first name first."""
        for name in names:
            for node in self.every(name):
                if node.text.strip():
                    return node.text.strip()
        return ""


class Gatherer:
    """Builds each wanted element whole, hands it over, and forgets it.

    wanted   names of the elements to build; one inside another belongs to the outer one
    handed   is called with each
    root     the name of the outermost element, once it has begun
    """

    def __init__(self, wanted: Collection[str], handed: Callable[[Node], None]) -> None:
        self.wanted = frozenset(wanted)
        self.handed = handed
        self.root = ""
        self._open: list[Node] = []
        self._size = 0
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element; one of the wanted begins a record."""
        self.root = self.root or name
        self._keep_text()
        if not self._open and name not in self.wanted:
            return
        self._size += 1 + len(attributes)
        if self._size > MOST_IN_RECORD:
            raise UnreadableFile("One record of the XML is far too large.", do="Export it again.")
        node = Node(name, attributes)
        if self._open:
            self._open[-1].inside.append(node)
        self._open.append(node)

    def end(self, name: str) -> None:
        """End an element; a wanted one is handed over."""
        if not self._open:
            return
        self._keep_text()
        node = self._open.pop()
        if not self._open:
            self._size = 0
            self.handed(node)

    def data(self, text: str) -> None:
        """Words inside an element."""
        if self._open:
            self._text.append(text)
            if len(self._text) > _MOST_PIECES:
                raise UnreadableFile("A value in the XML is far too long.", do="Export it again.")

    def _keep_text(self) -> None:
        if self._text and self._open:
            node = self._open[-1]
            node.text += "".join(self._text)
            if len(node.text) > MAX_CELL:
                raise UnreadableFile("A value in the XML is far too long.", do="Export it again.")
        self._text = []
