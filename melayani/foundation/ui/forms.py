"""How Django's forms look here: one template per field group, in every form."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders fields with the templates of `ui/forms/`, found like any other template."""

    field_template_name = "ui/forms/field.html"
    form_template_name = "ui/forms/form.html"

    def get_template(self, template_name: str) -> Any:
        return super().get_template(template_name)
