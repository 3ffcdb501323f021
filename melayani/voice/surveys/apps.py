from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "melayani.voice.surveys"
    label = "surveys"
