"""Marks as rows of Django's ORM, only to be compared with. Run as a process of its own."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

RUNS = 3


def main(path: str) -> None:
    """Count every pupil's codes with the ORM; print the median seconds and the counts' file."""
    marks = np.load(path)
    with tempfile.TemporaryDirectory(prefix="belong-orm-") as folder:
        model = _model(Path(folder) / "rows.sqlite3")
        _fill(marks)
        times, answer = _timed(model)
    np.savez(path.replace(".npz", "-orm.npz"), **answer)
    print(json.dumps({"seconds": statistics.median(times)}))


def _model(path: Path) -> Any:
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path}},
        INSTALLED_APPS=[],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    from django.db import models

    class Mark(models.Model):
        """A mark as a row."""

        row = models.IntegerField(db_index=True)
        session = models.SmallIntegerField()
        code = models.SmallIntegerField()

        class Meta:
            app_label = "orm_rows"

        def __str__(self) -> str:
            return f"{self.row} {self.session} {self.code}"

    from django.db import connection

    with connection.schema_editor() as editor:
        editor.create_model(Mark)
    return Mark


def _fill(marks: Any) -> None:
    from django.db import connection, transaction

    rows = list(
        zip(marks["row"].tolist(), marks["session"].tolist(), marks["code"].tolist(), strict=True)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO orm_rows_mark (row, session, code) VALUES (%s, %s, %s)", rows
        )


def _timed(model: Any) -> tuple[list[float], dict[str, Any]]:
    from django.db.models import Count

    times: list[float] = []
    found: list[tuple[int, int, int]] = []
    for _ in range(RUNS):
        began = time.perf_counter()
        found = list(model.objects.values_list("row", "code").annotate(n=Count("pk")).order_by())
        times.append(time.perf_counter() - began)
    columns = np.array(found)
    return times, {"row": columns[:, 0], "code": columns[:, 1], "n": columns[:, 2]}


if __name__ == "__main__":
    main(sys.argv[1])
