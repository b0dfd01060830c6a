from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_sites"),
    ]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="emergencies",
            field=models.JSONField(default=dict),
        ),
    ]
