from django.db import migrations, models

# One that was joined to another comes back as it was, should they be separated.
FILL = """
UPDATE sla_promise SET unsorted = (
    EXISTS (SELECT 1 FROM tickets_ticket AS it
            WHERE it.id = sla_promise.ticket_id AND it.state IN ('received', 'to_sort'))
    OR EXISTS (SELECT 1 FROM tickets_merge AS it WHERE it.joined_id = sla_promise.ticket_id
               AND it.parted_at IS NULL AND it.was IN ('received', 'to_sort'))
)
"""


class Migration(migrations.Migration):
    dependencies = [("sla", "0010_next_updates"), ("tickets", "0001_initial")]

    operations = [
        migrations.AddField(model_name="promise", name="unsorted", field=models.BooleanField(default=False)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="promise",
            index=models.Index(
                condition=models.Q(("open", True), ("unsorted", True)),
                fields=["next_due_at", "ticket"],
                name="sla_unsorted",
            ),
        ),
    ]
