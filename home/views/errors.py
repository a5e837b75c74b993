"""The pages for what went wrong, in plain words."""

import sys

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import get_template


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 without reading session or database."""
    return HttpResponse(get_template("400.html").render({}), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, the same bytes for what is not there and for what is not yours."""
    return _page(request, 404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 429: something was tried too often."""
    response = _page(request, 429)
    response.headers["Retry-After"] = "300"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 with what was written while the database is away or takes no rows; needs none of its rows."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError | InternalError):
        return HttpResponse(get_template("500.html").render({}), status=500)
    try:
        texts = _written(request)
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        texts = []
    page = get_template("503.html").render({"texts": texts})
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 and give back what was written, so that nothing is lost."""
    return render(request, "home/out_of_date.html", {"texts": _written(request)}, status=403)


def _written(request: HttpRequest) -> list[str]:
    """Return the texts of a form, without passwords and hidden keys."""
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if value and "password" not in name and name not in {"csrfmiddlewaretoken", "once"}
    ]
