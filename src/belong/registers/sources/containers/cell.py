"""Inside a cell: a fresh interpreter that gives up its rights, reads one file, and ends.

Run by `safely`, never imported by anything else.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import resource
import sys
import traceback
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from typing import Any

from belong.basics.errors import UnreadableFile
from belong.registers.sources.containers.crossing import hints_of, packed, unpacked

FILES = 64
"""Files a reading may hold open at once."""
_FORBIDDEN = (
    "socket.", "subprocess.", "shutil.", "ftplib.", "urllib.", "http.", "smtplib.", "webbrowser.",
    "ctypes.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.kill",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate",
    "os.chmod", "os.chown", "os.putenv", "pty.",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class _WithoutPandas(MetaPathFinder):
    """Arrow loads pandas wherever it is installed, which takes seconds; no reading needs it."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Nothing is found here; pandas is not to be found anywhere."""
        if fullname == "pandas":
            raise ModuleNotFoundError("a cell does without pandas", name=fullname)


def main() -> None:
    """Read the request on standard input, answer on standard output, and leave at once."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever prints must not spoil the answer
    sys.meta_path.insert(0, _WithoutPandas())
    request = sys.stdin.buffer.read()
    head, _, arguments = request.partition(b"\n")
    said = json.loads(head)
    function = _found(said["module"], said["name"])
    _give_up_rights(int(said["memory"]), int(said["seconds"]))
    kind, body = _answer(function, arguments)
    with answers as out:
        out.write(kind)
        out.write(body)
    os._exit(0)


def _found(module: str, name: str) -> Callable[..., Any]:
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _give_up_rights(memory: int, seconds: int) -> None:
    """From here on: no new files, no network, no programs, and so much memory and time."""
    os.umask(0o077)
    for limit, most in (
        (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory),
    ):  # fmt: skip
        resource.setrlimit(limit, (most, most))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop what no reading needs. A hook cannot be taken off again."""
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        if (isinstance(mode, str) and set(mode) & set("wax+")) or (flags or 0) & _WRITING:
            raise PermissionError("a cell writes no files")
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(f"a cell never needs {event}")


def _answer(function: Callable[..., Any], arguments: bytes) -> tuple[bytes, bytes]:
    """One letter and what it announces: a value, a refusal, no memory, or something broken."""
    try:
        hints = hints_of(function)
        given = unpacked(arguments, dict[str, bytes])
        values = {name: unpacked(data, hints[name]) for name, data in given.items()}
        return b"V", packed(function(**values), hints["return"])
    except UnreadableFile as refusal:
        return b"R", _refusal(refusal)
    except MemoryError:
        return b"M", b""
    except Exception as problem:
        return b"B", _where(problem).encode()


def _refusal(refusal: UnreadableFile) -> bytes:
    """A refusal by the name of its class and what that class is made from."""
    try:
        hints = hints_of(type(refusal).__init__)
        names = [name for name in inspect.signature(type(refusal)).parameters]
        made_of = {name: packed(getattr(refusal, name), hints[name]) for name in names}
        return packed((type(refusal).__name__, made_of), tuple[str, dict[str, bytes]])
    except Exception:  # a class that does not keep what it was made from crosses as its sentence
        plain = {"what": packed(refusal.what, str), "do": packed(refusal.do, str)}
        return packed((UnreadableFile.__name__, plain), tuple[str, dict[str, bytes]])


def _where(problem: BaseException) -> str:
    """What broke and where, without the message, which may repeat a child's data."""
    last = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__} in {os.path.basename(last.filename)}:{last.lineno}"
