import django.db.models.deletion
from django.db import migrations, models

FILL = (
    "UPDATE sla_promise SET owner_id = "
    "(SELECT owner_id FROM tickets_ticket WHERE tickets_ticket.id = sla_promise.ticket_id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_assignment"),
        ("sla", "0002_saved_views"),
        ("tickets", "0005_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="promise",
            name="owner",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.staff",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("open", True)), fields=["owner", "next_due_at", "ticket"], name="sla_open_by_owner"
            ),
        ),
    ]
