"""How values leave a cell: as JSON, plain numbers and Arrow, told by their types and never pickled.

Both sides know the type of what crosses, so nothing that arrives can choose what is built of it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import io
import json
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

_HEAD = 8
"""Bytes that say how long the JSON is."""
_SCALARS = (bool, int, float, str)


class CannotCross(Exception):
    """What arrived is not what its type says, or a type has no way to cross."""


def packed(value: object, hint: Any) -> bytes:
    """A value as bytes. Raises CannotCross for a type with no way to cross."""
    buffers: list[bytes] = []
    tree = _encoded(value, hint, buffers)
    head = json.dumps({"tree": tree, "sizes": [len(one) for one in buffers]}).encode()
    return b"".join((len(head).to_bytes(_HEAD, "big"), head, *buffers))


def unpacked(data: bytes | memoryview, hint: Any) -> Any:
    """The value in some bytes. Raises CannotCross where they do not hold one of the type."""
    try:
        size = int.from_bytes(bytes(data[:_HEAD]), "big")
        head = json.loads(bytes(data[_HEAD : _HEAD + size]))
        buffers, at = [], _HEAD + size
        for length in head["sizes"]:
            buffers.append(memoryview(data)[at : at + int(length)])
            at += int(length)
        if at != len(data) or len(buffers) != len(head["sizes"]):
            raise CannotCross("the parts are not as long as they say")
        return _decoded(head["tree"], hint, buffers)
    except CannotCross:
        raise
    except Exception as problem:
        raise CannotCross(type(problem).__name__) from problem


def hints_of(function: Callable[..., Any]) -> dict[str, Any]:
    """The types of a function's parameters and, under `return`, of what it gives."""
    return typing.get_type_hints(function)


def _encoded(value: Any, hint: Any, buffers: list[bytes]) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _encoded_union(value, hint, buffers)
    if hint is pa.Table or hint is bytes or origin is np.ndarray:
        return _kept(_buffer(value, hint), buffers)
    if dataclasses.is_dataclass(hint):
        found = typing.get_type_hints(hint)
        return [_encoded(getattr(value, f.name), found[f.name], buffers) for f in _fields(hint)]
    if origin is dict:
        one, other = typing.get_args(hint)
        return [[_encoded(k, one, buffers), _encoded(v, other, buffers)] for k, v in value.items()]
    if origin in (tuple, list, set, frozenset):
        hints = _inner(hint, len(value))
        return [_encoded(v, h, buffers) for v, h in zip(value, hints, strict=True)]
    return _plain(value, hint)


def _plain(value: Any, hint: Any) -> Any:
    """A value that JSON holds as it is."""
    if value is None or (hint in _SCALARS and isinstance(value, hint)):
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value.absolute())
    if hint in (Any, object) and isinstance(value, _SCALARS):
        return value
    raise CannotCross(f"{type(value).__name__} as {hint}")


def _buffer(value: Any, hint: Any) -> bytes:
    if hint is bytes:
        return bytes(value)
    if hint is pa.Table:
        out = io.BytesIO()
        with pa.ipc.new_stream(out, value.schema) as stream:
            stream.write_table(value)
        return out.getvalue()
    return np.ascontiguousarray(value, dtype=_dtype(hint)).tobytes()


def _kept(data: bytes, buffers: list[bytes]) -> int:
    buffers.append(data)
    return len(buffers) - 1


def _encoded_union(value: Any, hint: Any, buffers: list[bytes]) -> Any:
    """None, or the number of the first type that fits with the value in it."""
    if value is None:
        return None
    options = _options(hint)
    for n, option in enumerate(options):
        if len(options) == 1 or isinstance(value, typing.get_origin(option) or option):
            return [n, _encoded(value, option, buffers)]
    raise CannotCross(f"{type(value).__name__} as {hint}")


def _options(hint: Any) -> list[Any]:
    return [one for one in typing.get_args(hint) if one is not type(None)]


def _fields(cls: Any) -> list[dataclasses.Field[Any]]:
    return [f for f in dataclasses.fields(cls) if f.init]


def _inner(hint: Any, count: int) -> list[Any]:
    """The types of the values in a list or tuple of so many."""
    hints = typing.get_args(hint)
    if typing.get_origin(hint) is tuple and not (len(hints) == 2 and hints[1] is Ellipsis):
        if len(hints) != count:
            raise CannotCross("a tuple of another length")
        return list(hints)
    return [hints[0]] * count


def _dtype(hint: Any) -> Any:
    """The kind of number an array's type names."""
    return np.dtype(typing.get_args(typing.get_args(hint)[1])[0])


def _decoded(tree: Any, hint: Any, buffers: list[memoryview]) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return None if tree is None else _decoded(tree[1], _options(hint)[tree[0]], buffers)
    if hint is pa.Table or hint is bytes or origin is np.ndarray:
        return _from_buffer(buffers[tree], hint)
    if dataclasses.is_dataclass(hint):
        return _decoded_dataclass(tree, hint, buffers)
    if origin is dict:
        one, other = typing.get_args(hint)
        return {_decoded(k, one, buffers): _decoded(v, other, buffers) for k, v in tree}
    if origin in (tuple, list, set, frozenset):
        values = (
            _decoded(t, h, buffers) for t, h in zip(tree, _inner(hint, len(tree)), strict=True)
        )
        return origin(values)
    return _decoded_plain(tree, hint)


def _decoded_plain(tree: Any, hint: Any) -> Any:
    if hint is type(None) and tree is None:
        return None
    if hint in _SCALARS:
        if type(tree) is not hint and not (hint is float and type(tree) is int):
            raise CannotCross(f"{type(tree).__name__} as {hint}")
        return tree
    if hint in (Any, object):
        return tree if isinstance(tree, _SCALARS) else None
    if isinstance(hint, type) and issubclass(hint, dt.date):
        return hint.fromisoformat(tree)
    if isinstance(hint, type) and issubclass(hint, enum.Enum | Path):
        return hint(tree)
    raise CannotCross(f"no way for {hint}")


def _decoded_dataclass(tree: Any, cls: Any, buffers: list[memoryview]) -> Any:
    found, fields = typing.get_type_hints(cls), _fields(cls)
    if len(fields) != len(tree):
        raise CannotCross(f"another {cls.__name__}")
    values = {
        f.name: _decoded(t, found[f.name], buffers) for f, t in zip(fields, tree, strict=True)
    }
    return cls(**values)


def _from_buffer(data: memoryview, hint: Any) -> Any:
    if hint is bytes:
        return bytes(data)
    if hint is pa.Table:
        table = pa.ipc.open_stream(pa.py_buffer(bytes(data))).read_all()
        table.validate(full=True)  # offsets from a cell that was taken over could point anywhere
        return table
    return np.frombuffer(data, dtype=_dtype(hint)).copy()
