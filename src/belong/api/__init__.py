"""Doors for programs: the REST API. Opened by a later issue; asks insight, never the marks."""
