"""`guichet prepare` does what is to be done, once."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from guichet import preparation
from guichet.ground.database import readiness

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the commands of Django's that were run, in an installation without collected files."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }  # fmt: skip
    heard: list[str] = []

    def run(name: str, **options: Any) -> None:
        heard.append(name)
        if name != "migrate":  # the tables are there
            call_command(name, **options)

    monkeypatch.setattr(preparation, "call_command", run)
    return heard


def test_what_is_prepared_is_not_prepared_again(asked: list[str]) -> None:
    for _ in range(3):
        assert preparation.main(["--quiet"]) == 0

    assert asked.count("collectstatic") == 1
    assert "migrate" not in asked


def test_the_folder_of_what_is_kept_is_made(asked: list[str], settings: Settings, tmp_path: Path) -> None:
    settings.CONFIG = replace(settings.CONFIG, data_dir=tmp_path / "new" / "desk")

    preparation.main(["--quiet"])

    assert (tmp_path / "new" / "desk").is_dir()


def test_files_that_went_missing_are_collected_again(asked: list[str], settings: Settings) -> None:
    preparation.main(["--quiet"])
    (Path(settings.STATIC_ROOT) / "staticfiles.json").unlink()
    preparation.main(["--quiet"])

    assert asked.count("collectstatic") == 2


def test_a_migration_that_was_not_applied_is(asked: list[str]) -> None:
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()

    preparation.main(["--quiet"])

    assert "migrate" in asked


def test_the_migrations_on_the_disk_are_those_that_django_knows() -> None:
    assert readiness.written_migrations() == set(MigrationLoader(None).disk_migrations)
