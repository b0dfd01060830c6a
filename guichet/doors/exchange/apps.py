from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "guichet.doors.exchange"
    label = "exchange"
