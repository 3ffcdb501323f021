"""Form fields: label, hint and error are joined to the field for whoever cannot see them."""

from __future__ import annotations

from django import forms
from django.template import Context, Template


class Example(forms.Form):
    name = forms.CharField(label="Nama", help_text="Sesuai KTP.")
    way = forms.ChoiceField(label="Cara", choices=[("upload", "Unggah"), ("bring", "Bawa")], widget=forms.RadioSelect)
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea)


def shown(form: forms.Form) -> str:
    source = "{% error_summary form %}{% for one in form.visible_fields %}{% field one %}{% endfor %}"
    return Template(source).render(Context({"form": form}))


def test_an_untouched_form_has_labels_hints_and_no_error() -> None:
    html = shown(Example())
    assert '<label for="id_name">Nama' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert "<legend>Cara" in html
    assert "aria-invalid" not in html
    assert 'role="alert"' not in html
    assert "(boleh kosong)" in html


def test_a_refused_form_says_where_and_leads_there() -> None:
    html = shown(Example({"note": "x"}))
    assert 'aria-invalid="true"' in html
    assert "id_name_error" in html
    assert 'href="#id_name"' in html
    assert html.count('class="err"') == 2


def test_what_was_typed_is_kept_and_escaped() -> None:
    html = shown(Example({"name": '<b>"Budi"</b>', "note": ""}))
    assert "&lt;b&gt;&quot;Budi&quot;&lt;/b&gt;" in html


def test_a_single_tick_stands_before_its_words() -> None:
    class Tick(forms.Form):
        loud = forms.BooleanField(label="Layar menyebut nomor", required=False)

    html = shown(Tick())
    assert '<label for="id_loud"><input type="checkbox"' in html
    assert "<span>Layar menyebut nomor</span></label>" in html
    assert "boleh kosong" not in html
