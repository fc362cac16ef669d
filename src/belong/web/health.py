"""Whether the house is standing, for whoever looks after the machine."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse

from belong.intake import jobs
from belong.people import ballast
from belong.web.gate import open_to_all


@open_to_all
def healthz(request: HttpRequest) -> JsonResponse:
    """Status, whether the worker is awake, whether the disk has room, and the version.

    503 when the database is away. A full disk is no 503: pages are still to be read.
    """
    about = {"disk": "full" if ballast.full() else "ok", "version": settings.VERSION}
    try:
        connection.ensure_connection()
        worker = "awake" if jobs.awake() else "asleep"
    except Exception:  # whatever the driver raises: the answer is the same
        return JsonResponse({"status": "no database", "worker": "unknown"} | about, status=503)
    return JsonResponse({"status": "ok", "worker": worker} | about)
