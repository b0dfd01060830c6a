from django.apps import AppConfig


class ScenarioConfig(AppConfig):
    name = "guichet.doors.scenario"
    label = "scenario"
