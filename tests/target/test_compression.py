from __future__ import annotations

import gzip
import zlib

import pytest

from conformance.target.compression import unpacked

TEXT = b"hello " * 1000
RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATE = RAW.compress(TEXT) + RAW.flush()


@pytest.mark.parametrize(
    ("body", "encodings"),
    [
        (gzip.compress(TEXT), "gzip"),
        (gzip.compress(TEXT), " X-GZIP "),
        (zlib.compress(TEXT), "deflate"),
        (RAW_DEFLATE, "deflate"),
        (gzip.compress(zlib.compress(TEXT)), "deflate, gzip"),
        (gzip.compress(TEXT[:3000]) + gzip.compress(TEXT[3000:]), "gzip"),
        (TEXT, "identity"),
        (TEXT, "gzip"),
        (TEXT, "br"),
    ],
    ids=["gzip", "x-gzip", "zlib", "raw deflate", "two", "members", "identity", "not packed", "unknown"],
)
def test_bodies_are_unpacked_or_left_as_they_are(body: bytes, encodings: str) -> None:
    assert unpacked(body, encodings, 10_000) == (TEXT, False)


@pytest.mark.parametrize(("maximum", "longer"), [(len(TEXT), False), (len(TEXT) - 1, True), (1, True)])
def test_nothing_is_unpacked_beyond_the_maximum(maximum: int, longer: bool) -> None:
    assert unpacked(gzip.compress(TEXT), "gzip", maximum) == (TEXT[:maximum], longer)
