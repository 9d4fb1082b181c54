"""Answers to a sign-in that would do harm as a credential."""

from __future__ import annotations

import json
from typing import Any

from tests.hostile.behaviours.bodies import row
from tests.hostile.kit import Does, whole

WHY = "what needs the actor is blocked, with this reason; nothing is sent in its name"


def sign_in(
    name: str, what: str, value: Any, *, says: str, does: Does = Does.REFUSAL, why: str = WHY, **more: Any
) -> None:
    """Enter a server that answers a sign-in with this JSON, or these bytes."""
    answer = value if isinstance(value, bytes) else whole(json.dumps(value).encode())
    row(name, what, does, answer, says=says, why=why, by="sign-in", **more)


NO_HEADER = "that no header can carry"
NO_TOKEN = "without a text 'token'"
sign_in(
    "token_with_a_line_end",
    "gives a token with a line end and a header",
    {"token": "abc\r\nX-Evil: 1"},
    says=NO_HEADER,
)
sign_in("token_with_a_blank", "gives a token with a blank", {"token": "abc def"}, says=NO_HEADER)
sign_in("token_beyond_ascii", "gives a token that is not ASCII", {"token": "tökén"}, says=NO_HEADER)
sign_in("token_of_10_mb", "gives a token of 9 MB", {"token": "x" * 9_000_000}, says=NO_HEADER, bomb=True)
sign_in("token_number", "gives a number for a token", {"token": 12345}, says=NO_TOKEN)
sign_in("token_object", "gives an object for a token", {"token": {"a": 1}}, says=NO_TOKEN)
sign_in("token_null", "gives null for a token", {"token": None}, says=NO_TOKEN)
sign_in("token_empty", "gives an empty token", {"token": ""}, says=NO_TOKEN)
sign_in("no_token", "gives no token", {"name": "sessionToken"}, says=NO_TOKEN)
sign_in("sign_in_list", "answers a sign-in with a list", ["token"], says="not a pod's sign-in")
sign_in("sign_in_page", "answers a sign-in with a page", whole(b"<html>"), says="not a pod's sign-in")
sign_in("sign_in_nan", "answers a sign-in with NaN", whole(b'{"token": NaN}'), says="not a pod's sign-in")
sign_in(
    "sign_in_deep", "answers a sign-in with 100,000 arrays", whole(b"[" * 100_000), says="not a pod's sign-in"
)
sign_in(
    "sign_in_redirect",
    "redirects a sign-in to another host",
    whole(b"{}", b"Location: http://other.example.com/", status=b"307 Temporary Redirect"),
    says="sign-in refused",
)
sign_in(
    "sign_in_refused_with_control_codes",
    "refuses a sign-in with terminal control codes in the message",
    whole(
        json.dumps({"message": "\x1b]52;c;ZXZpbA==\x07\u202e" + "x" * 5000}).encode(),
        status=b"401 Unauthorized",
    ),
    says="sign-in refused",
    why="the message is shown without control characters, and cut",
)
sign_in(
    "token_header_host",
    "wants its token in the header Host",
    {"name": "Host", "token": "a-session-token"},
    says="",
    does=Does.NOTHING,
    why="a header that would lead the request elsewhere is not taken: the token goes into sessionToken",
)
sign_in(
    "token_header_with_a_line_end",
    "wants its token in a header with a line end in its name",
    {"name": "X\r\nY", "token": "a-session-token"},
    says="",
    does=Does.NOTHING,
    why="no such header can be sent: the token goes into sessionToken",
)
sign_in(
    "sign_in_dripping",
    "never ends the answer to a sign-in",
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
    says="cannot sign in",
)
