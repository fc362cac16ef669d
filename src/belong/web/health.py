"""Whether the house is standing, for whoever looks after the machine."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse

from belong.intake import jobs
from belong.web.gate import open_to_all


@open_to_all
def healthz(request: HttpRequest) -> JsonResponse:
    """Status, whether the worker is awake, and the version. 503 when the database is away."""
    try:
        connection.ensure_connection()
        worker = "awake" if jobs.awake() else "asleep"
    except Exception:  # whatever the driver raises: the answer is the same
        return JsonResponse(
            {"status": "no database", "worker": "unknown", "version": settings.VERSION}, status=503
        )
    return JsonResponse({"status": "ok", "worker": worker, "version": settings.VERSION})
