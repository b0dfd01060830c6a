"""The ranked index: what each document weighs under each of its words."""

from django.db import migrations

from guichet.ground.search import postings


def create(apps, schema_editor):
    for statement in postings.CREATE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in postings.DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_index")]
    operations = [migrations.RunPython(create, drop)]
