"""Reading a stranger's file in a cell: a process of its own that can harm nobody.

Each cell is a fresh interpreter. A forked copy of a server with threads may hang on a lock some
other thread held, and it would carry the server's memory and open files into the cell.
"""

from __future__ import annotations

import inspect
import json
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from belong.basics.errors import UnreadableFile
from belong.registers.sources.containers.crossing import (
    CannotCross,
    hints_of,
    packed,
    unpacked,
)

P = ParamSpec("P")
T = TypeVar("T")

MEMORY = 832 * 1024 * 1024
"""Bytes of address space; about 320 MiB of it go to the libraries before a file is opened."""
SECONDS = 180
MOST_ANSWERED = 224 * 1024 * 1024
"""Bytes; whoever asked holds them twice for a moment."""
_STEP = 1 << 20
_BOOT = (
    "import sys; sys.path[:] = sys.argv[1:];"
    " from belong.registers.sources.containers.cell import main; main()"
)
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "TZ": "UTC",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
}
"""All a cell is told: none of the server's settings or keys. The rest keeps memory countable."""
_OUT_OF_TIME = frozenset({-signal.SIGXCPU, -signal.SIGKILL})
_log = logging.getLogger(__name__)


def in_a_cell(
    function: Callable[..., T],
    /,
    *arguments: Any,
    memory: int = MEMORY,
    seconds: int = SECONDS,
    **named: Any,
) -> T:
    """What a function gives, run where it can write no file, reach no network and start nothing.

    function  a public function of a module, with types for its parameters and what it returns:
              dataclasses, tables, arrays, dates, paths and plain values cross
    memory    bytes of address space it may use
    seconds   of processor time, and of clock time
    raises    UnreadableFile (or the subclass of it that the function raised, made anew) where the
              file is refused, takes too long, needs too much memory or breaks the reading;
              TypeError where an argument cannot cross
    """
    request = _request(function, arguments, named, memory, seconds)
    answer, code, late = _asked(request, seconds)
    kind, body = answer[:1], memoryview(answer)[1:]
    if late or (not kind and code in _OUT_OF_TIME):
        raise _too_long()
    if kind == b"V":
        return _value(body, hints_of(function)["return"])
    if kind == b"R":
        raise _refusal(body)
    if kind == b"M":
        raise _too_much()
    raise _broke(bytes(body[:200]).decode("ascii", "replace") if kind == b"B" else f"code {code}")


def _request(
    function: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any],
    memory: int, seconds: int,
) -> bytes:  # fmt: skip
    hints = hints_of(function)
    given = inspect.signature(function).bind(*arguments, **named).arguments
    try:
        crossing = {name: packed(value, hints[name]) for name, value in given.items()}
    except CannotCross as problem:
        raise TypeError(f"An argument cannot cross into a cell: {problem}") from problem
    head = {"module": function.__module__, "name": function.__qualname__,
            "memory": memory, "seconds": seconds}  # fmt: skip
    return json.dumps(head).encode() + b"\n" + packed(crossing, dict[str, bytes])


def _asked(request: bytes, seconds: int) -> tuple[bytearray, int, bool]:
    """What a cell answered, how it ended, and whether it had to be stopped."""
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT, *filter(None, sys.path)]
    with subprocess.Popen(  # noqa: S603 - our own interpreter, with our own arguments
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT, cwd="/", start_new_session=True,
    ) as cell:  # fmt: skip
        late = threading.Event()
        clock = threading.Timer(seconds, _stop, (cell, late))
        clock.start()
        try:
            answer = _heard(cell, request)
        finally:
            clock.cancel()
            cell.kill()
    return answer, cell.returncode, late.is_set()


def _stop(cell: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    cell.kill()


def _heard(cell: subprocess.Popen[bytes], request: bytes) -> bytearray:
    """The answer, up to a limit: a cell that was taken over may talk without end."""
    assert cell.stdin is not None
    assert cell.stdout is not None
    try:
        cell.stdin.write(request)
        cell.stdin.close()
    except BrokenPipeError:
        return bytearray()
    answer = bytearray()
    while piece := cell.stdout.read(_STEP):
        answer += piece
        if len(answer) > MOST_ANSWERED:
            return bytearray()
    cell.wait()
    return answer


def _value(body: memoryview, hint: Any) -> Any:
    try:
        return unpacked(body, hint)
    except CannotCross as problem:
        raise _broke(f"an answer that is none ({problem})") from problem


def _refusal(body: memoryview) -> UnreadableFile:
    """The refusal a cell tells of, of a class we know, made from values of that class's types."""
    try:
        name, made_of = unpacked(body, tuple[str, dict[str, bytes]])
        kind = _refusals().get(name, UnreadableFile)
        hints = hints_of(kind.__init__)
        return kind(**{one: unpacked(data, hints[one]) for one, data in made_of.items()})
    except (CannotCross, TypeError, KeyError) as problem:
        return _broke(f"a refusal that is none ({type(problem).__name__})")


def _refusals() -> dict[str, type[UnreadableFile]]:
    """Every kind of refusal by name."""
    found, ahead = {}, [UnreadableFile]
    while ahead:
        kind = ahead.pop()
        found[kind.__name__] = kind
        ahead.extend(kind.__subclasses__())
    return found


def _too_long() -> UnreadableFile:
    return UnreadableFile(
        "Reading the file took too long and was stopped.", do="Export one term at a time."
    )


def _too_much() -> UnreadableFile:
    return UnreadableFile(
        "The file needs more memory than one file may have.", do="Export one term at a time."
    )


def _broke(how: str) -> UnreadableFile:
    _log.warning("a reading broke off: %s", how)
    return UnreadableFile(
        "Something in the file stopped Belong from reading it. Nothing was kept.",
        do="Export it again, or save it as CSV.",
    )
