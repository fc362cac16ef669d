#!/usr/bin/env python
"""Django's own commands, on this installation's settings."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belong.config.settings.serve")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
