"""The shape of input on the pages of this module."""

from __future__ import annotations

from typing import Any

from django import forms

from melayani.foundation.organisations.models import Organisation, OrganisationQuerySet
from melayani.foundation.webhooks import rules

MOST_PLACES = 300  # in one list; larger trees are narrowed by the search field first


class EndpointForm(forms.Form):
    """Where to, and what."""

    name = forms.CharField(label="Nama", max_length=80, help_text="Misalnya: aplikasi layanan kota.")
    url = forms.CharField(
        label="Alamat penerima",
        max_length=rules.URL_LENGTH,
        help_text="Diawali https://. Hanya alamat umum di internet; pengalihan tidak diikuti.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label="Kabar yang dikirim",
        choices=[(name, news.words) for name, news in rules.NEWS.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def groups(self) -> list[tuple[tuple[str, str], list[tuple[Any, str, rules.News]]]]:
        """The boxes by what the news is about: each with its name and its words."""
        boxes = {str(box.data["value"]): box for box in self["events"].subwidgets}
        return [(words, [(boxes[name], name, news) for name, news in row]) for words, row in rules.grouped()]


class NewEndpointForm(EndpointForm):
    """The same, and for which organisation; a long tree is narrowed by words first."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label="Instansi",
        to_field_name="slug",
        empty_label="Pilih",
        help_text="Kabar unit di bawahnya ikut terkirim.",
    )
    field_order = ["organisation", "name", "url", "events"]

    def __init__(self, *args: Any, places: OrganisationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = places if self.is_bound else places[:MOST_PLACES]
