from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0017_introductions")]

    operations = [
        migrations.RemoveIndex(model_name="ticket", name="tickets_behalf"),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("behalf_certain", False)), fields=["state", "id"], name="tickets_behalf"
            ),
        ),
    ]
