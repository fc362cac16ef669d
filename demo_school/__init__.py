"""Saltmarsh Lane, a school that does not exist: its children, adults, lessons and marks."""
