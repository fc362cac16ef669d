"""A full disk is a nuisance: reading goes on, changes are refused plainly, and all is well again
soon after there is room, without anybody starting anything again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.faults.full_disk import SOON

TOP = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def namespace() -> list[str]:
    """The words that give a process disks of its own. Fails where this machine forbids it."""
    for words in (["unshare", "-Urm"], ["unshare", "-m"]):
        if not subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
            return words
    pytest.fail(
        "This machine lets nobody mount a small disk, so a full disk cannot be tried. Allow"
        " unprivileged user namespaces (kernel.unprivileged_userns_clone=1), or run as root."
    )


def story(runs_out: str) -> dict[str, Any]:
    done = subprocess.run(
        [*namespace(), sys.executable, "-m", "tests.faults.full_disk", runs_out], cwd=TOP,
        capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": f"{TOP / 'src'}:{TOP}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print({name: said for name, said in found.items() if name != "refused"})
    return found


@pytest.mark.parametrize("runs_out", ["bytes", "files"])
def test_a_full_disk_stops_changes_and_not_reading(runs_out: str) -> None:
    found = story(runs_out)
    assert found["began"], "it never came up with its ballast"
    assert found["left"] < 9, "the disk was never full"

    assert set(found["read"].values()) == {200}
    assert found["looks"] == 3, "two lists and a child were looked at, and each look written down"
    assert found["signed_in_while_full"] == 200
    assert found["said"], "the page does not say that the disk is full"
    assert found["health"]["disk"] == "full"
    assert not found["ballast_while_full"]

    refused = found["refused"]
    for door in ("bring", "keep"):
        status, words = refused[door]
        assert status == 507
        assert "Nothing of this last step was kept" in words
        assert "go on reading" in words
    assert refused["job"].startswith("read: The disk that Belong keeps everything on is full.")
    code, words = refused["command"]
    assert code == 1
    assert "Nothing of this was kept" in words
    assert "Traceback" not in words
    assert refused["still_there"], "the night's export has to be tried again"
    unchanged = ("imports", "changes", "uploads")
    assert [found["during"][n] for n in unchanged] == [found["before"][n] for n in unchanged]
    # Even the room held back is gone now: a page comes with its look written down, or not at all.
    assert found["without_any_room"] in (200, 507)
    looks = found["after"]["looks"] - found["during"]["looks"]
    assert looks == 1 + (found["without_any_room"] == 200)

    assert found["recovered"] is not None
    assert found["recovered"] <= SOON
    assert found["kept"], "the worker never came back"
    assert found["serving"], "somebody had to start it again"
    assert found["after"]["changes"] == found["before"]["changes"] + 1
    assert found["broken"] == []
