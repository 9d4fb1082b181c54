"""Pictures that are sent in base64, as avatars of users and of groups."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass

from conformance.reference_pod.call import Call, bad_request

_STARTS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF87a": "gif", b"GIF89a": "gif"}


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `kind` is png, jpg or gif."""

    content: bytes
    kind: str


def sent_image(call: Call, longest: int) -> Image:
    """The body's `image`; raises Refusal (400) when it is missing, of another kind, or has too many bytes."""
    if "image" not in call.body:
        raise bad_request("image is missing")
    try:
        content = b64decode(call.body["image"], validate=True)
    except ValueError:
        raise bad_request("The image is not in base64") from None
    if len(content) > longest:
        raise bad_request(f"The image has more than {longest} bytes")
    kind = next((kind for start, kind in _STARTS.items() if content.startswith(start)), None)
    if kind is None:
        raise bad_request("The image is not a PNG, JPEG or GIF")
    return Image(content, kind)
