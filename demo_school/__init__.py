"""Saltmarsh Lane, a school that does not exist: children, adults, a timetable and years of marks."""
