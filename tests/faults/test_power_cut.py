"""The power may go at any moment: whatever part of the unsynced is lost, the school is whole.

Most disks are those just after a sync or a rename with everything unsynced lost, and always the one
just after the work was said to be done; the others have lost some of it by chance.
BELONG_DISKS says how many: 40 if nobody does, 200 in `./check --long`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults import power
from tests.faults.disk import Disk

DISKS = int(os.environ.get("BELONG_DISKS", "40"))
TOP = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("work", ["import", "undo"])
def test_a_power_cut_leaves_all_or_nothing(work: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.power", work, "--disks", str(DISKS // 2)],
        capture_output=True, text=True, check=False, cwd=TOP,
        env=os.environ | {"PYTHONPATH": f"{TOP / 'src'}:{TOP}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = power.Report(**json.loads(done.stdout.splitlines()[-1]))
    print(found)
    assert found.wrong == []
    assert found.disks == found.before + found.after == DISKS // 2
    assert found.after > 0, "the disk just after the work was never opened"
    assert found.lost > found.disks // 4
    assert found.syncs > 5


def _laid_out(disk: Disk, place: Path) -> dict[str, bytes]:
    disk.lay_out(place, None)
    return {str(p.relative_to(place)): p.read_bytes() for p in place.rglob("*") if p.is_file()}


def test_the_model_keeps_only_what_was_synced(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "kept").write_bytes(b"old")
    disk = Disk(root)
    for call in (("open", "new.tmp", False), ("write", "new.tmp", b"body", None),
                 ("write", "kept", b"O", 0)):  # fmt: skip
        disk.take(call)
    assert _laid_out(disk, tmp_path / "1") == {"kept": b"old"}
    disk.take(("rename", "new.tmp", "new"))
    disk.take(("sync", "."))
    assert _laid_out(disk, tmp_path / "2") == {"kept": b"old", "new": b""}
    disk.take(("sync", "new"))
    disk.take(("sync", "kept"))
    assert _laid_out(disk, tmp_path / "3") == {"kept": b"Old", "new": b"body"}
    disk.take(("unlink", "new"))
    assert "new" in _laid_out(disk, tmp_path / "4")
    disk.take(("sync", "."))
    assert _laid_out(disk, tmp_path / "5") == {"kept": b"Old"}
