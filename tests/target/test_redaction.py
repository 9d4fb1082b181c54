from __future__ import annotations

import base64
import html
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.target import Actor, Exchange, Raw, Redactor, Request, Response
from conformance.target.recorder import exchange_record
from conformance.target.redaction import SHORTEST, login_body

TOKEN = "eyJhbGciOi.SECRET-session/token+0001=="
ODD = st.text(
    st.characters(min_codepoint=33, exclude_categories=["Cs", "Cc"]), min_size=SHORTEST, max_size=60
)


def redactor(*secrets: str) -> Redactor:
    found = Redactor()
    for secret in secrets or (TOKEN,):
        found.add(secret, "SESSION_TOKEN")
    return found


def written(body: bytes, secret: str, *, truncated: bool = False, purpose: str = "") -> str:
    """The line that is written for an exchange whose answer has this body."""
    redact = redactor(secret)
    response = Response(200, (("X-Echo", secret), ("Set-Cookie", secret)), body, 1.0, truncated)
    url = f"http://h/p?q={quote(secret, safe='')}"
    sent = redact.headers((("sessionToken", secret), ("X-Other", secret)))
    exchange = Exchange(
        "main-1",
        "getRoom",
        "user",
        Request("getRoom", "GET", "/p", purpose=purpose),
        url,
        sent,
        response,
        secret,
    )
    return json.dumps(redact.value(exchange_record(exchange, "test", redact)))


def test_a_credential_header_is_replaced_by_the_variable_of_its_secret() -> None:
    assert redactor().headers((("sessionToken", TOKEN),)) == (("sessionToken", "$SESSION_TOKEN"),)


def test_the_scheme_of_an_authorization_header_stays() -> None:
    headers = redactor().headers((("authorization", f"Bearer {TOKEN}"),))
    assert headers == (("authorization", "Bearer $SESSION_TOKEN"),)


def test_a_made_up_credential_stays_readable() -> None:
    headers = (("sessionToken", "garbled"), ("Authorization", "Bearer nonsense"), ("sessionToken", ""))
    assert redactor().headers(headers) == headers


def test_a_credential_in_an_answer_is_never_made_up() -> None:
    assert redactor().headers((("Set-Cookie", "id=5"), ("X-A", "b")), answered=True) == (
        ("Set-Cookie", "$OTHER_CREDENTIAL"),
        ("X-A", "b"),
    )


def test_a_credential_made_from_a_secret_is_not_shown() -> None:
    for altered in (TOKEN[:-1], TOKEN[:12], TOKEN[10:20] + "x", "x" * 41):
        assert redactor().headers((("sessionToken", altered),)) == (
            ("sessionToken", "$OTHER_SESSION_TOKEN"),
        ), f"{altered!r} must not be shown"


def test_a_token_in_the_query_is_replaced() -> None:
    assert redactor().query((("token", TOKEN), ("a", "b"))) == (("token", "$SESSION_TOKEN"), ("a", "b"))


def test_tokens_of_a_sign_in_body_are_replaced_by_their_names() -> None:
    body = '{"name":"sessionToken","token":"a\\"b","access_token" : "c", "authorizationToken":"d",'
    body += '"password":"e"}'
    assert json.loads(login_body(body)) == {
        "name": "sessionToken",
        "token": "$OTHER_CREDENTIAL",
        "access_token": "$OTHER_CREDENTIAL",
        "authorizationToken": "$OTHER_CREDENTIAL",
        "password": "$OTHER_CREDENTIAL",
    }


def test_tokens_of_a_sign_in_body_that_is_cut_off_are_replaced() -> None:
    assert login_body('{"name":"x","token":"abcdef\\') == '{"name":"x","token":"$OTHER_CREDENTIAL"'


def test_a_variable_in_a_sign_in_body_stays() -> None:
    assert login_body('{"token":"$SIGN_IN_JWT"}') == '{"token":"$SIGN_IN_JWT"}'


def test_a_secret_that_is_a_word_of_the_records_leaves_their_keys_alone() -> None:
    assert redactor("response").value({"response": ["the response"]}) == {"response": ["the $SESSION_TOKEN"]}


def test_a_short_secret_is_not_searched_for_in_texts() -> None:
    assert redactor("abc").text("abcdef") == "abcdef"


def test_the_longer_of_two_secrets_is_replaced_first() -> None:
    redact = Redactor()
    redact.add("abcdefgh", "SESSION_TOKEN")
    redact.add("abcdefghijkl", "COMMON_JWT")
    assert redact.text("<abcdefghijkl> <abcdefgh>") == "<$COMMON_JWT> <$SESSION_TOKEN>"


def test_a_body_cut_inside_a_secret_loses_its_beginning_too() -> None:
    assert redactor().data(b"said: " + TOKEN[:20].encode(), truncated=True) == b"said: "


@given(secret=ODD, before=st.binary(max_size=30), after=st.binary(max_size=30))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_no_secret_is_written_whatever_stands_around_it(secret: str, before: bytes, after: bytes) -> None:
    line = written(before + secret.encode() + after, secret)
    record = json.loads(line)
    body = record["response"]["body"]
    data = base64.b64decode(body["base64"]) if isinstance(body, dict) else body.encode()
    assert secret.encode() not in data.replace(b"$SESSION_TOKEN", b"\0")
    texts = [record["error"], record["request"]["url"], *record["response"]["headers"].values()]
    assert [text for text in texts if secret in text.replace("$SESSION_TOKEN", "\0")] == []


@given(secret=ODD)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_no_secret_is_written_however_the_target_spells_it(secret: str) -> None:
    spellings = {
        "plain": secret,
        "in JSON": json.dumps({"echo": secret}),
        "in JSON with plain letters": json.dumps({"echo": secret}, ensure_ascii=False),
        "in JSON in JSON": json.dumps({"echo": json.dumps({"echo": secret})}),
        "with escaped slashes": json.dumps(secret).replace("/", "\\/"),
        "in a URL": quote(secret, safe=""),
        "in a path": quote(secret),
        "in HTML": html.escape(secret),
    }
    for name, text in spellings.items():
        body = json.loads(written(text.encode(), secret))["response"]["body"]
        assert text not in body.replace("$SESSION_TOKEN", "\0"), f"a secret {name} is written: {body!r}"
        assert "$SESSION_TOKEN" in body


@given(secret=ODD, cut=st.integers(1, 59))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_the_end_of_a_cut_body_gives_no_part_of_a_secret_away(secret: str, cut: int) -> None:
    part = secret[: min(cut, len(secret) - 1)]
    body = json.loads(written(b"\x01" + part.encode(), secret, truncated=True))["response"]["body"]
    assert body == "\x01"


def test_a_private_key_is_never_written(private_key: str, tmp_path: Path) -> None:
    line = written(json.dumps({"key": private_key}).encode(), private_key, purpose=private_key)
    assert private_key.splitlines()[3] not in line


SESSION = "0123456789abcdef" * 6
JWT = f"eyJhbGciOiJSUzUxMiJ9.{'A1b2C3d4' * 8}.{'Sig_nature-' * 6}"
PEM = (
    "-----BEGIN PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n" * 2 + "-----END PRIVATE KEY-----\n"
)


@pytest.mark.parametrize(
    "spelt",
    [
        SESSION,
        SESSION.encode().hex(),
        SESSION.encode().hex().upper(),
        base64.b64encode(SESSION.encode()).decode(),
        base64.urlsafe_b64encode(f"user:{SESSION}".encode()).decode(),
        base64.b64encode(f"x{SESSION}x".encode()).decode(),
    ],
    ids=["plain", "hex", "upper-case hex", "base64", "Basic", "inside of base64"],
)
def test_a_secret_is_found_in_every_spelling(spelt: str) -> None:
    left = redactor(SESSION).text(f"before {spelt} after")
    assert "$SESSION_TOKEN" in left
    assert SESSION[:12] not in left
    assert len(left) < 60, f"most of the secret is left in {left}"


@pytest.mark.parametrize("part", JWT.split(".")[1:], ids=["claims", "signature"])
def test_the_telling_parts_of_a_signed_token_are_secrets(part: str) -> None:
    assert part not in redactor(JWT).text(f"claims {part}.")


def test_a_signed_token_that_nobody_knows_is_one_all_the_same() -> None:
    assert redactor("another-secret").text(f"Bearer {JWT}!") == "Bearer $OTHER_CREDENTIAL!"
    assert redactor("another-secret").data(f"<{JWT}>".encode()) == b"<$OTHER_CREDENTIAL>"


@pytest.mark.parametrize("length", [8, 20, 60])
def test_a_secret_that_an_ellipsis_cuts_off_is_none_any_more(length: int) -> None:
    assert redactor(SESSION).text(f"no session {SESSION[:length]}… and so on") == "no session … and so on"


def test_nothing_of_a_secret_is_left_where_its_middle_is_cut_out() -> None:
    assert redactor(SESSION).text(f"'{SESSION[:40]}...{SESSION[-41:]}' == 'x'") == "'...' == 'x'"


def test_words_before_an_ellipsis_stay() -> None:
    assert redactor(SESSION).text("the list is long… very long…") == "the list is long… very long…"


def test_a_key_is_found_line_by_line() -> None:
    line = PEM.splitlines()[1]
    assert line not in redactor(PEM).text(f"  key = '{line}'")
    assert line not in redactor(PEM).text(json.dumps(PEM))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Location", "https://h/?sessionToken=never-seen-before&x=1"),
        ("Refresh", "0; url=/?token=never-seen-before"),
        ("Link", "</x?access_token=never-seen-before>; rel=next"),
    ],
)
def test_new_tokens_in_headers_that_hold_urls_are_redacted_by_name(name: str, value: str) -> None:
    ((_, left),) = redactor().headers(((name, value),), answered=True)
    assert left == value.replace("never-seen-before", "$OTHER_CREDENTIAL")


def test_credentials_do_not_show_in_tracebacks() -> None:
    shown = repr(
        (Raw((("sessionToken", SESSION),), (("token", SESSION),)), Actor("a", session_token=SESSION))
    )
    assert SESSION not in shown


@pytest.mark.parametrize(
    "text",
    [
        "eyJ" * 300_000,
        "eyJ" + "a" * 1_000_000,
        "eyJaaaaaaaa." * 100_000,
        "..." * 300_000,
        '"token":"' * 100_000,
    ],
    ids=["begun tokens", "one long token", "parts of tokens", "cuts", "fields"],
)
def test_no_text_makes_the_redaction_try_over_and_over(text: str) -> None:
    found = redactor(SESSION)
    # A pattern that tries again at each character would take hours.
    assert found.text(text) is not None
    assert found.data(text.encode()) is not None
    assert login_body(text) is not None


@pytest.mark.parametrize("secret", [SESSION, 'quote"d-secret\\x', "sécrèt-ünicode"])
def test_a_secret_in_a_record_is_suspected_in_its_line(secret: str) -> None:
    assert redactor(secret).suspects(json.dumps({"a": [f"x{secret}y"]}, ensure_ascii=False))
    assert not redactor(secret).suspects(json.dumps({"a": ["nothing of that kind"]}))
