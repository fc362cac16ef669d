"""Asking what is going on before deciding what it is."""
