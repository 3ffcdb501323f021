"""Addresses with a NUL: taken out of the question, or a page that does not exist."""

from __future__ import annotations

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from melayani.foundation.ui.middleware import FitQuestions


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(repr(dict(request.GET.items())))


@pytest.mark.parametrize(
    ("asked", "read"),
    [("/?cari=a%00b", "{'cari': 'ab'}"), ("/?a%00=1", "{'a': '1'}"), ("/?cari=100%2500", "{'cari': '100%00'}")],
)
def test_a_query_is_read_without_it(asked: str, read: str) -> None:
    assert FitQuestions(echo)(RequestFactory().get(asked)).getvalue().decode() == read


def test_a_path_with_it_does_not_exist() -> None:
    with pytest.raises(Http404):
        FitQuestions(echo)(RequestFactory().get("/survei/permohonan/%00/x/"))


def test_the_api_is_left_to_its_own_words() -> None:
    assert "\\x00" in FitQuestions(echo)(RequestFactory().get("/api/v1/services?q=%00")).getvalue().decode()


@pytest.mark.django_db
def test_the_answer_is_a_page_like_any_other() -> None:
    answer = Client().get("/verifikasi/%00/")
    assert (answer.status_code, "Halaman ini tidak ada" in answer.content.decode()) == (404, True)
