"""Migrations say what the models say, and will still run when the code has moved on."""

import ast
from io import StringIO

import pytest
from django.core.management import call_command

from tests.architecture import sources


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_migrations_do_not_import_the_areas() -> None:
    importing = [
        f"{sources.shown(path)}:{node.lineno}"
        for path in sources.modules(with_migrations=True)
        if "migrations" in path.parts
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("guichet.areas")
    ]
    assert importing == []
