"""The command `belong`. Each part is imported only when it is asked for, so that looking at a
file never waits for Django."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from belong import __version__
from belong.basics.errors import BelongError
from belong.people import ballast, walls

WRONG_FILE = 2
"""Exit code for a file that could not be used; the same number argparse uses for wrong words."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one part of the command; the number returned is the exit code."""
    parser = argparse.ArgumentParser(
        prog="belong", description="Attendance answers from a school's own marks."
    )
    parser.add_argument("--version", action="version", version=f"belong {__version__}")
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    _look(parts)
    _bench(parts)
    _calibrate(parts)
    _bring(parts)
    _trail(parts)
    _invite(parts)
    _serve(parts)
    said = parser.parse_args(words)
    try:
        with walls.from_nobody(), ballast.said_plainly():
            return int(said.run(said))
    except BelongError as wrong:
        print(f"belong: {wrong}", file=sys.stderr)
        return WRONG_FILE
    except KeyboardInterrupt:
        print("belong: stopped", file=sys.stderr)
        return 130


def _look(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from belong.cli import look

    look.add_to(parts)


def _bench(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from belong.cli import bench

    bench.add_to(parts)


def _calibrate(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from belong.cli import calibrate

    calibrate.add_to(parts)


def _bring(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from belong.cli import bring

    bring.add_to(parts)


def _trail(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from belong.cli import trail

    trail.add_to(parts)


def _invite(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from belong.cli import invite

    invite.add_to(parts)


def _serve(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    part = parts.add_parser("serve", help="serve the pages, with the worker and the tick")
    part.add_argument("--port", type=int, default=8000, help="on this computer (default 8000)")
    part.add_argument("--workers", type=int, default=2, help="processes that answer pages")

    def run(said: argparse.Namespace) -> int:
        from belong.cli import serve

        return serve.supervise(port=said.port, workers=said.workers)

    part.set_defaults(run=run)


if __name__ == "__main__":
    sys.exit(main())
