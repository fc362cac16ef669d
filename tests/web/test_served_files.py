"""What is served beside pages: every script finds the scripts it loads."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from belong.config.settings import base

LOADS = re.compile(r"""import\s+(?:[^"';]*from\s+)?["']\./([^"']+)["']""")


def test_every_script_finds_the_scripts_it_loads(tmp_path: Path) -> None:
    """As they lie where a school serves them, under names that change with what is in them."""
    served = {"default": settings.STORAGES["default"], "staticfiles": base.STORAGES["staticfiles"]}
    with override_settings(STORAGES=served, STATIC_ROOT=tmp_path):
        call_command("collectstatic", verbosity=0, interactive=False)
    scripts = list((tmp_path / "belong/js").glob("*.js"))
    loads = [(one.name, name) for one in scripts for name in LOADS.findall(one.read_text("utf-8"))]
    assert len(loads) >= 2
    assert [pair for pair in loads if not (tmp_path / "belong/js" / pair[1]).exists()] == []
