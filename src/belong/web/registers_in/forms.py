"""The form that takes a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from belong.intake import asking

LARGEST = 512 * 1024 * 1024


def _kinds() -> list[tuple[str, object]]:
    return [("", _("Let Belong find out")), *asking.choices()]


class FileForm(forms.Form):
    """A file, what it holds, and which way round its dates are where it does not say."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_(
            "CSV, Excel, a zip, CTF or JSON, as your system exports it. Nothing changes until you"
            " say yes."
        ),
    )
    kind = forms.ChoiceField(label=_("What is in it"), choices=_kinds, required=False)
    dates = forms.ChoiceField(
        label=_("If a date like 03/04 could be read two ways"),
        choices=[
            ("", _("Ask me")),
            ("day", _("Day first: 3 April")),
            ("month", _("Month first: 4 March")),
        ],
        required=False,
    )

    def clean_file(self) -> object:
        """Refuse a file no school exports before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is over 512 MB. Export one year at a time."))
        return file

    def day_first(self) -> bool | None:
        """What was said about the order of days and months."""
        return {"day": True, "month": False}.get(self.cleaned_data["dates"])
