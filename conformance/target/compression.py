"""Unpacking bodies that a target, or a proxy before it, compressed unasked: never beyond a maximum."""

from __future__ import annotations

import zlib

_MOST_LAYERS = 3
_ANY_HEADER, _NO_HEADER = 47, -15


def unpacked(body: bytes, encodings: str, maximum: int) -> tuple[bytes, bool]:
    """The body without its content encodings, and whether there was more of it than `maximum` bytes.

    What is not compressed as the header says, or in a way that is not known, stays as it is.
    """
    layers = [name.strip().lower() for name in encodings.split(",")]
    layers = [name for name in layers if name not in ("", "identity")]
    if len(layers) > _MOST_LAYERS:
        return body, False
    longer = False
    for layer in reversed(layers):
        if layer not in ("gzip", "x-gzip", "deflate"):
            break
        try:
            body, cut = _layer(body, maximum, _ANY_HEADER)
        except zlib.error:
            try:
                body, cut = _layer(body, maximum, _NO_HEADER)
            except zlib.error:
                break
        longer = longer or cut
    return body, longer


def _layer(body: bytes, maximum: int, wbits: int) -> tuple[bytes, bool]:
    found = bytearray()
    while body:
        unpack = zlib.decompressobj(wbits)
        try:
            found += unpack.decompress(body, maximum + 1 - len(found))
        except zlib.error:
            if not found:
                raise
            break
        if len(found) > maximum:
            return bytes(found[:maximum]), True
        # Several compressed members may follow one another.
        body = unpack.unused_data
    return bytes(found), False
