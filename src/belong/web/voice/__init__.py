"""Asking pupils, families and staff."""
