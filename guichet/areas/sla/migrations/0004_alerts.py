import django.db.models.deletion
from django.db import migrations, models

# Dates that are still ahead are told of when they fall due; those that passed are in the list of what is late.
FILL = "UPDATE sla_promise SET alert_at = next_due_at WHERE next_due_at > CURRENT_TIMESTAMP"


class Migration(migrations.Migration):
    # Rows are filled, then indexed: PostgreSQL does not do both to one table in one transaction.
    atomic = False
    dependencies = [
        ("people", "0004_assignment"),
        ("sla", "0003_owner"),
        ("tickets", "0005_links"),
    ]

    operations = [
        migrations.AddField(model_name="promise", name="alert_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("alert_at__isnull", False)), fields=["alert_at", "ticket"], name="sla_alerts"
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("share", models.PositiveSmallIntegerField()),
                ("due_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                (
                    "staff",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.staff"),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("staff", "ticket", "due_at", "share"), name="sla_one_notice")
                ],
            },
        ),
    ]
