"""The addresses of the API, at the root of the site."""

from django.urls import include, path, re_path

from guichet.doors.api import probes
from guichet.doors.api.application import routes, spoken, unknown

urlpatterns = [
    path("api/v1/", include(routes())),
    re_path(r"^api/(?P<rest>.*)$", spoken(unknown), name="api-unknown"),
    path("openapi.json", probes.openapi, name="api-openapi"),
    path("healthz", probes.healthz, name="api-healthz"),
    path("readyz", probes.readyz, name="api-readyz"),
    path("metrics", probes.metrics, name="api-metrics"),
]
