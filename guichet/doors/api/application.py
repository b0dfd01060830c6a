"""The API as one thing: its routes, what it says when something goes wrong, its description."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from guichet.doors.api import limits
from guichet.doors.api.callers import unauthorized
from guichet.doors.api.problems import MEDIA_TYPE, Problem, answer, from_validation, not_found, unexpected_method
from guichet.doors.api.v1 import calls, following, lists, opening
from guichet.ground.access import Refused
from guichet.ground.journal.api import through
from guichet.ground.ui.afterwards import afterwards

View = Callable[..., HttpResponseBase]

api = NinjaAPI(title="Guichet", version="1.0.0", docs_url=None, openapi_url=None, urls_namespace="api-v1")
api.add_router("tickets", opening.router)
api.add_router("tickets", following.router)
api.add_router("calls", calls.router)
api.add_router("", lists.others)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return answer(error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return answer(from_validation(error.errors))


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return answer(unauthorized())


@api.exception_handler(HttpError)
def _malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return answer(Problem(400, "malformed"))


@api.exception_handler(Refused)
@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Exception) -> HttpResponse:
    return answer(not_found())


@api.exception_handler(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return answer(Problem(413, "too-large"))


def routes() -> list[URLPattern]:
    """Return the routes of the API, each speaking the caller's language."""
    return [
        URLPattern(route.pattern, spoken(route.callback), route.default_args, route.name)
        for route in api.urls[0]
        if isinstance(route, URLPattern) and route.name != "api-root"
    ]


def spoken(view: View) -> View:
    """Wrap a view: the caller's language, the door that facts name, the limit of their network."""

    @csrf_exempt
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = translation.get_language_from_request(request)
        with translation.override(language), through("api"):
            response = _limited(view, request, *args, **kwargs)
            for act in getattr(request, "once_sent", ()):
                afterwards(response, act)
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Vary", "Accept-Language, Authorization, Cookie")
        return response

    return run


def _limited(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        limits.spend("network", limits.network_of(request), limits.CALLS_OF_NETWORK)
    except Problem as refusal:
        return answer(refusal)
    response = view(request, *args, **kwargs)
    if response.status_code == 405:
        return unexpected_method(request, response.headers.get("Allow", ""))
    return response


def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer for every address under the API that is not one."""
    return answer(not_found())


def description() -> dict[str, Any]:
    """Return the OpenAPI description; errors are said in the media type they really have."""
    schema: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    for path in schema["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400 and "content" in response:
                    response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
    return schema
