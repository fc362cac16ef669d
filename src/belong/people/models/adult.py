"""An adult who signs in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction


class AdultManager(BaseUserManager["Adult"]):
    """Makes adults; whoever signs in is known by their school e-mail address."""

    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> Adult:
        """A new adult. Without a password, nobody can sign in as them yet; without an address,
        nobody ever can: they come in with a PIN, on a device of the school."""
        from allauth.account.models import EmailAddress  # its models need ours to be loaded

        adult = self.model(email=self.normalize_email(email).lower() or None, **fields)
        adult.set_password(password if adult.email else None)
        with transaction.atomic():
            adult.save()
            if not adult.email:
                return adult
            # Otherwise the sign-in pages write this line at first sight, and looking would change
            # something. The school gave the address, so it needs no proof.
            EmailAddress.objects.create(user=adult, email=adult.email, verified=True, primary=True)
        return adult

    def get_by_natural_key(self, username: str | None) -> Adult:
        """The adult with this address, whatever its capitals. Raises DoesNotExist."""
        return self.get(email__iexact=username or "")


class Adult(AbstractBaseUser):
    """Somebody who works with the school and may sign in.

    email  null for somebody without one, who cannot sign in and comes in with a PIN
    mail_when_waiting  whether they want an e-mail on school days on which something waits for them
    """

    email = models.EmailField("school e-mail", unique=True, null=True)
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(null=True, blank=True)
    mail_when_waiting = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = AdultManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as others say it."""
        return self.name
