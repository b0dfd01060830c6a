"""What goes wrong, said as RFC 9457 problems in the caller's language."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

MEDIA_TYPE = "application/problem+json"


class Fault(Schema):
    """What is wrong with one field."""

    pointer: str = Field(description="Where it is: a JSON pointer into the body, or the name of a parameter.")
    code: str = Field(description="What is wrong, for machines.")
    detail: str = Field(description="What is wrong, in the caller's language.")


class ProblemOut(Schema):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[Fault] = []


class Problem(Exception):
    """Something that the caller is told instead of an answer."""

    def __init__(self, status: int, kind: str, *, detail: str = "", errors: list[dict[str, str]] | None = None) -> None:
        super().__init__(kind)
        self.status, self.kind, self.detail, self.errors = status, kind, detail, errors or []
        self.headers: dict[str, str] = {}

    def with_header(self, name: str, value: str) -> "Problem":
        """Add a header to the answer."""
        self.headers[name] = value
        return self


def not_found() -> Problem:
    """Return the one answer for what does not exist and for what is somebody else's."""
    return Problem(404, "not-found")


def bad_field(pointer: str, code: str, detail: str) -> Problem:
    """Return the answer for a field that only the house could tell is wrong."""
    return Problem(422, "invalid", errors=[{"pointer": pointer, "code": code, "detail": detail}])


def title_of(kind: str) -> str:
    """Return the title of a kind of problem."""
    titles = {
        "malformed": _("The body of the request is not JSON."),
        "unauthorized": _("Sign in, or give a token or the code of the request."),
        "forbidden": _("This is not open to you."),
        "bad-origin": _("This call does not come from a page of this site."),
        "not-found": _("There is nothing here."),
        "method-not-allowed": _("This address does not do that."),
        "conflict": _("This cannot be done as things stand."),
        "key-reused": _("This idempotency key was used for another request."),
        "too-large": _("This is too large."),
        "invalid": _("Some fields need another look."),
        "too-many": _("Too many calls. Wait a little."),
    }
    return titles[kind]


def answer(problem: Problem) -> HttpResponse:
    """Write a problem."""
    said: dict[str, Any] = {
        "type": f"urn:guichet:problem:{problem.kind}", "title": title_of(problem.kind), "status": problem.status,
    }  # fmt: skip
    if problem.detail:
        said["detail"] = problem.detail
    if problem.errors:
        said["errors"] = problem.errors
    body = json.dumps(said, ensure_ascii=False)
    return HttpResponse(body, status=problem.status, content_type=MEDIA_TYPE, headers=problem.headers)


def from_validation(errors: list[dict[str, Any]]) -> Problem:
    """Turn what the schemas found into faults, at their fields."""
    return Problem(422, "invalid", errors=[_fault(error) for error in errors])


def _fault(error: dict[str, Any]) -> dict[str, str]:
    source, *rest = [str(part) for part in error["loc"]]
    # A body has one parameter of ours in its path, which the caller never wrote.
    pointer = "/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in rest[1:])
    place = pointer if source == "body" else rest[0] if rest else source
    return {"pointer": place, "code": error["type"], "detail": _sentence(error)}


def _sentence(error: dict[str, Any]) -> str:
    context = error.get("ctx") or {}
    said = {
        "missing": _("This is required."),
        "extra_forbidden": _("This field does not exist."),
        "string_type": _("This must be text."),
        "string_too_long": _("This is too long: %(count)s characters at most."),
        "string_too_short": _("This is required."),
        "too_long": _("There are too many: %(count)s at most."),
        "literal_error": _("This is not one of the choices."),
        "base64_decode": _("This must be base64."),
        "reach": _("Give an email address or a telephone number."),
        "control": _("This holds characters that cannot be kept."),
    }.get(error["type"], _("This is not valid."))
    return said % {"count": context.get("max_length", "")} if "%(count)s" in said else said


def unexpected_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer a method that an address does not have."""
    return answer(Problem(405, "method-not-allowed").with_header("Allow", allowed))
