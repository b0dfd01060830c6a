"""Tables depend downwards only, and a lower area cannot reach up through a reverse name."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model

from tests.architecture import sources

ORDER = sources.order_of_areas()


def rank(model: type[Model]) -> int:
    """Return how high a model stands: the ground and Django's own tables are the lowest."""
    parts = model.__module__.split(".")
    if parts[:2] == ["guichet", "areas"]:
        return len(ORDER) - ORDER.index(parts[2])
    return len(ORDER) + 1 if parts[:2] == ["guichet", "doors"] else 0


def relations() -> Iterator[tuple[type[Model], "Field[object, object]", type[Model]]]:
    for model in apps.get_models():
        if model.__module__.startswith("guichet."):
            for field in model._meta.local_fields + model._meta.local_many_to_many:
                if field.remote_field and isinstance(field.related_model, type):
                    yield model, field, field.related_model


def is_hidden(field: "Field[object, object]") -> bool:
    return str(getattr(field.remote_field, "related_name", None) or "").endswith("+")


def test_foreign_keys_point_downwards() -> None:
    assert [
        f"{model.__name__}.{field.name}" for model, field, target in relations() if rank(target) > rank(model)
    ] == []


def test_a_foreign_key_into_another_area_has_no_reverse_name() -> None:
    reaching = [
        f'{model.__name__}.{field.name} needs related_name="+"'
        for model, field, target in relations()
        if target._meta.app_label != model._meta.app_label and not is_hidden(field)
    ]
    assert reaching == []
