"""Index the services that are offered already."""

from django.db import migrations

from guichet.ground.search import KEYWORD, SUMMARY, TITLE, Field, put_fields


def index(apps, schema_editor):
    for row in apps.get_model("catalogue", "Service").objects.filter(state="published"):
        fields = []
        for one in ("fr", "en"):
            fields += [Field(row.name.in_language(one), one, TITLE), Field(row.summary.in_language(one), one, SUMMARY)]
            fields += [Field(words, one, KEYWORD) for words in row.keywords.get(one, ())]
        put_fields("service", row.pk, fields)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_plan_steps"), ("search", "0002_ranked")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
