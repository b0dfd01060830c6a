from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "guichet.ground.queue"
    label = "queue"
    default_auto_field = "django.db.models.BigAutoField"
