"""What every request passes: readable input, and private pages that are not kept."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[[HttpRequest], HttpResponse]


def readable_request(get_response: View) -> View:
    """Answer 400 to a path, query or form with bytes that are no text, or with NUL."""

    def middleware(request: HttpRequest) -> HttpResponse:
        for raw in (request.META.get("QUERY_STRING", ""), request.get_full_path()):
            _refuse_unreadable(unquote_to_bytes(raw.replace("+", " ")))
        return get_response(request)

    return middleware


def _refuse_unreadable(raw: bytes) -> None:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise BadRequest("not UTF-8") from None
    if "\0" in text:
        raise BadRequest("NUL")


def refusals_in_frame(get_response: View) -> View:
    """Answer 405 with a page of ours, which has the ways on and the way out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            response.content = render(request, "405.html").content
        return response

    return middleware


def private_pages(get_response: View) -> View:
    """Keep nothing of a page in any cache, and give away no place or device."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=(), interest-cohort=()"
        return response

    return middleware
