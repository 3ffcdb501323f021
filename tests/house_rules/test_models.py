"""Tables: relations go down, constraints and indexes have names, money and time have no floats."""

from __future__ import annotations

from django.apps import apps
from django.db import models

ORDER = [
    "numbers",
    "ui",
    "audit",
    "organisations",
    "attachments",
    "messaging",
    "people",
    "workdays",
    "documents",
    "webhooks",
    "catalogue",
    "applications",
    "appointments",
    "queues",
    "announcements",
    "complaints",
    "disclosure",
    "surveys",
    "consultations",
    "reporting",
    "facilities",
    "innovations",
    "training",
    "evaluation",
    "analytics",
]
SIBLINGS = [
    {"queues", "announcements"},
    {"complaints", "disclosure", "surveys", "consultations"},
    {"reporting", "facilities", "innovations", "training"},
]
DOORS = {"portal", "office", "api", "open311", "whatsapp", "mailbox"}


def _own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("melayani.")]


def _may_point(label: str, target: str) -> bool:
    if label == target:
        return True
    if label == "audit":  # the one exception: events point at a person and an organisation
        return target in {"people", "organisations"}
    if any(label in group and target in group for group in SIBLINGS):
        return False
    return ORDER.index(target) < ORDER.index(label)


def test_relations_point_down_or_inside() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in _own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and isinstance(field.related_model, type)
        and field.related_model._meta.app_label in ORDER
        and not _may_point(model._meta.app_label, field.related_model._meta.app_label)
    ]
    assert not wrong


def test_every_module_with_tables_has_its_place() -> None:
    assert {model._meta.app_label for model in _own_models()} <= set(ORDER)


def test_doors_have_no_tables() -> None:
    assert not [model._meta.label for model in _own_models() if model._meta.app_label in DOORS]


def test_people_and_organisations_are_protected() -> None:
    """A person or an organisation is closed, never deleted with what points at it."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in _own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and isinstance(field.related_model, type)
        and field.related_model._meta.label in {"people.Person", "organisations.Organisation"}
        and field.remote_field.on_delete is not models.PROTECT
    ]
    assert not wrong


def test_no_float_columns() -> None:
    assert not [
        f"{model._meta.label}.{field.name}"
        for model in _own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]
