from django.http import HttpRequest, HttpResponse
from django.urls import path


def stub(request: HttpRequest, **kw: str) -> HttpResponse:
    return HttpResponse("x")


citizen = [
    path("<str:number>/<str:secret>/", stub, name="ticket"),
    path("daftar-tunggu/<str:secret>/", stub, name="waiting"),
    path("undian/<str:slug>/", stub, name="draw"),
    path("<str:number>/<str:secret>/kalender.ics", stub, name="calendar"),
]
