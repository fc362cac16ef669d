"""This practice as a Django app."""

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """What pupils, families and staff say, and what we did."""

    name = "belong.practice.voice"
    label = "voice"
    default_auto_field = "django.db.models.BigAutoField"
