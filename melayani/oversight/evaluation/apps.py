from importlib import import_module

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "melayani.oversight.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        import_module(f"{self.name}.events")
