from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.target.address import segments, url_of
from conformance.target.errors import OutsideBaseUrl

BASE = "https://pod.example.com:8443/pod"
PIECES = [
    "/",
    "..",
    ".",
    "%2e",
    "%2E",
    "%252e",
    "%2f",
    "%5c",
    "\\",
    "%25",
    ";x",
    " ",
    "é",
    "?",
    "#",
    "@",
    "a",
    "room",
]


def test_a_path_is_put_below_the_base_url() -> None:
    assert url_of(BASE, "/v3/room/abc/info") == f"{BASE}/v3/room/abc/info"


def test_the_query_is_encoded() -> None:
    assert url_of(BASE, "/v1/x", (("q", "a b&c=é"), ("q", ""))) == f"{BASE}/v1/x?q=a+b%26c%3D%C3%A9&q="


def test_characters_that_would_end_the_path_are_encoded() -> None:
    assert url_of(BASE, "/v1/a?b#c d") == f"{BASE}/v1/a%3Fb%23c%20d"


def test_percent_encoding_that_is_there_stays() -> None:
    assert url_of(BASE, "/v1/a%2Fb%20c") == f"{BASE}/v1/a%2Fb%20c"


@pytest.mark.parametrize(
    "path",
    [
        "/../login/pubkey/authenticate",
        "/v1/../../login",
        "/%2e%2e/login",
        "/%252e%252e/login",
        "/v1/..%2f..%2flogin",
        "/v1/%5c..%5c..%5clogin",
        "/..;a=b/login",
        "/.. /login",
        "/v1/..\\..\\login",
        "v1/x",
        "http://elsewhere.example.com/",
        "@elsewhere.example.com/",
        "",
    ],
)
def test_a_path_that_leads_out_of_the_base_url_is_refused(path: str) -> None:
    with pytest.raises(OutsideBaseUrl):
        url_of(BASE, path)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(lambda pieces: "/" + "".join(pieces)))
@settings(derandomize=True, deadline=None, max_examples=400)
def test_no_path_leaves_the_base_url_however_often_it_is_decoded(path: str) -> None:
    try:
        url = url_of(BASE, path)
    except OutsideBaseUrl:
        return
    parts = urlsplit(url)
    assert (parts.netloc, parts.query, parts.fragment) == ("pod.example.com:8443", "", "")
    decoded = parts.path
    for _ in range(len(path)):
        reached = posixpath.normpath(decoded.replace("\\", "/"))
        assert reached == "/pod" or reached.startswith("/pod/"), f"{path!r} reaches {reached!r}"
        decoded = unquote(decoded)


@given(st.text(max_size=40).map(lambda text: "/" + text))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_every_url_is_printable_ascii(path: str) -> None:
    try:
        url = url_of(BASE, path)
    except OutsideBaseUrl:
        return
    assert url.isascii()
    assert url.isprintable()
    assert " " not in url


def test_segments_are_compared_as_the_laxest_server_does() -> None:
    assert segments("//v1/./Groups;v=2/x/../deleteALL/ ") == ("v1", "groups", "deleteall")
