"""One view, one template: the page, or the part of it that htmx asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part; a boosted link or a restored history wants the page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and "HX-Boosted" not in headers
        and "HX-History-Restore-Request" not in headers
    )


def page_or_part(
    request: HttpRequest, template: str, part: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render `part` (a `_part.html` that the page includes) for htmx, the whole page for anybody else."""
    response = render(request, part if is_htmx(request) else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
