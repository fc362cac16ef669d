"""Doors for people at a prompt: the command `belong`."""
