"""The database itself forbids changing the journal, and stamps commit order where ids do not give it."""

from django.db import migrations

from guichet.ground.database import engine

TABLES = ("journal_entry", "journal_seal")


def forbid(apps, schema_editor):
    rules = engine()
    for table in TABLES:
        for statement in rules.append_only(table):
            schema_editor.execute(statement)
    for statement in rules.stamp_transactions("journal_entry"):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(forbid, migrations.RunPython.noop)]
