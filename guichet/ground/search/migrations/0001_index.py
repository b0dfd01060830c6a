"""The index of words: a table that only the engine's own module knows."""

from django.db import migrations

from guichet.ground.search.api import engine


def create(apps, schema_editor):
    for statement in engine().CREATE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in engine().DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    operations = [migrations.RunPython(create, drop)]
