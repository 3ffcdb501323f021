"""The suite itself: a variable that a page forgot to give must not pass as an empty text."""

from __future__ import annotations

import pytest
from django.template import Context, Origin, Template

from tests.strict_templates import PACKAGE, UndefinedVariable

OURS = Origin(name=str(PACKAGE / "foundation/ui/templates/ui/planted.html"), template_name="ui/planted.html")


@pytest.mark.parametrize("source", ["{{ nowhere }}", "{{ case.nowhere }}", '{{ nowhere|default:"–" }}'])
def test_a_planted_undefined_variable_fails(source: str) -> None:
    with pytest.raises(UndefinedVariable, match="nowhere"):
        Template(source, origin=OURS).render(Context({"case": {}}))


def test_a_condition_may_ask_for_what_is_not_there() -> None:
    template = Template("{% if nowhere %}a{% else %}b{% endif %}{% for x in nowhere %}c{% endfor %}", origin=OURS)
    assert template.render(Context()) == "b"


def test_libraries_may_leave_variables_undefined() -> None:
    assert Template("[{{ nowhere }}]").render(Context()) == "[]"
