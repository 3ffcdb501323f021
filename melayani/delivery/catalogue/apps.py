from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "melayani.delivery.catalogue"
    label = "catalogue"
