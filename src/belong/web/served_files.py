"""The files a page loads, each under a name that changes with what is in it."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ServedFiles(CompressedManifestStaticFilesStorage):
    """Also names the scripts that our own scripts load: only the changing names are served."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "belong/js/*.js",
            ((r"""(?P<matched>from\s+["'](?P<url>\./[^"']+)["'])""", 'from "%(url)s"'),),
        ),
    )
