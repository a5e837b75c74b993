"""The list of personal fields keeps itself true."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

from checkins.privacy import FIELDS as OF_DAYS
from kit.encryption import EncryptedTextField
from trustrebuild.privacy import FIELDS as OF_THE_REST

FIELDS = OF_DAYS | OF_THE_REST
OURS = ("accounts", "notices", "couples", "checkins", "repair", "trajectory", "therapy", "home")
SHORT_TEXT_IN_CLEAR = {
    "accounts.User": {"email", "name", "zone", "language", "password"},
    "accounts.LostText": {"model", "column", "row"},
    "accounts.Therapist": {"licence"},
    "checkins.CheckIn": {"zone"},
    "couples.Invitation": {"words", "day_zone"},
    "couples.AccessEvent": {"area"},
    "notices.Heartbeat": {"job"},
    "notices.Breaker": {"channel"},
    "trajectory.UnclosedWeek": {"problem"},
    "trajectory.WeeklyReading": {"engine_version", "steps"},
    "trajectory.WeeklySummary": {"engine_version"},
}
STAFF_MAY_LIST = {
    "accounts.LostText",
    "accounts.User",
    "accounts.Therapist",
    "accounts.SecondFactorReset",
    "couples.Couple",
    "couples.Grant",
    "couples.Invitation",
    "notices.Delivery",
    "notices.Heartbeat",
    "trajectory.UnclosedWeek",
}
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]


def fields_of(model: type[models.Model]) -> list[models.Field]:
    return [*model._meta.concrete_fields, *model._meta.many_to_many]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_has_a_reader_and_an_end(model: type[models.Model]) -> None:
    entry = FIELDS[model._meta.label]

    assert sorted(entry.fields) == sorted(field.name for field in fields_of(model))
    assert entry.readers
    assert entry.kept


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_free_text_is_encrypted(model: type[models.Model]) -> None:
    sealed = {field.name for field in fields_of(model) if isinstance(field, EncryptedTextField)}
    clear = {
        field.name
        for field in fields_of(model)
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }

    assert sealed == set(FIELDS[model._meta.label].words.split())
    assert clear == SHORT_TEXT_IN_CLEAR.get(model._meta.label, set())


def test_no_line_stands_for_a_model_that_is_gone() -> None:
    assert set(FIELDS) == {model._meta.label for model in MODELS}


def test_staff_screens_show_no_personal_model() -> None:
    ours = {model._meta.label for model in admin.site._registry if model._meta.app_label in OURS}

    assert ours <= STAFF_MAY_LIST


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_name_of_a_row_is_its_kind_and_id(model: type[models.Model]) -> None:
    row = model()

    assert str(row).endswith(str(row.pk))
