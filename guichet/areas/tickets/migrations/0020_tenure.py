from collections import defaultdict
from datetime import date

from django.db import migrations, models
from django.db.models import Min
from django.utils.timezone import localtime

SOME = 500


def derive(apps, schema_editor):
    """Give each ticket the band that its requester was in, as the action that opens one does from now on."""
    rows = apps.get_model("tickets", "Ticket").rows
    places = apps.get_model("people", "Membership").objects
    placed = dict(places.values_list("person").annotate(first=Min("starts_on")).order_by())
    asked = dict(rows.values_list("requester").annotate(first=Min("received_at")).order_by())
    bands = defaultdict(list)
    for pk, person, received in rows.values_list("pk", "requester", "received_at").iterator():
        since = placed.get(person) or localtime(asked[person]).date()
        bands[_band(since, localtime(received).date())].append(pk)
    for band, pks in bands.items():
        for start in range(0, len(pks), SOME):
            rows.filter(pk__in=pks[start : start + SOME]).update(tenure=band)


def _band(since: date, on: date) -> str:
    years = on.year - since.year - ((on.month, on.day) < (since.month, since.day))
    on_the_day = (on.month, on.day) == (since.month, since.day)
    return "new" if years < 1 else "experienced" if years > 8 or (years == 8 and not on_the_day) else "settled"


class Migration(migrations.Migration):
    dependencies = [("people", "0010_delegations_told"), ("tickets", "0019_contact_services")]

    operations = [
        migrations.AddField(model_name="ticket", name="tenure", field=models.CharField(default="", max_length=12)),
        migrations.RunPython(derive, migrations.RunPython.noop, elidable=True),
    ]
