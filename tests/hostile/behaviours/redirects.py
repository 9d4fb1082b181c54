"""Redirects and links that would lead credentials elsewhere."""

from __future__ import annotations

from tests.hostile.behaviours.bodies import row
from tests.hostile.kit import Does, whole

NEVER = "no redirect is ever followed: it is the answer, and no documented one"


def redirect(name: str, what: str, location: bytes, status: bytes = b"302 Found") -> None:
    """Enter a server that redirects there."""
    row(
        name,
        what,
        Does.FINDING,
        whole(b"{}", b"Location: " + location, status=status),
        says="documented statuses",
        why=NEVER,
    )


redirect("redirect_loop", "redirects to itself", b"/pod/v2/sessioninfo")
redirect("redirect_to_another_host", "redirects to another host", b"http://other.example.com/steal")
redirect(
    "redirect_with_method",
    "redirects to another port, method and body included",
    b"http://127.0.0.1:1/",
    b"307 Temporary Redirect",
)
redirect("redirect_to_a_file", "redirects to a file", b"file:///etc/passwd", b"301 Moved Permanently")
redirect("redirect_to_script", "redirects to script", b"javascript:alert(1)", b"303 See Other")
redirect(
    "redirect_to_plain_http",
    "redirects to plain HTTP for good",
    b"http://127.0.0.1/",
    b"308 Permanent Redirect",
)
redirect("redirect_nowhere", "redirects without saying where", b"")
