"""Bodies that are JSON to some readers, or too much of it."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.behaviours.bodies import row
from tests.hostile.kit import SESSION_INFO, Does, whole

RFC = "RFC 8259 has no such JSON"


def text(name: str, what: str, does: Does, body: bytes | Callable[[], bytes], **more: object) -> None:
    """Enter a server that answers with this JSON body."""
    row(name, what, does, lambda: whole(body if isinstance(body, bytes) else body()), **more)


def info(extra: bytes) -> bytes:
    """A correct session with one more property, which documents allow."""
    return SESSION_INFO[:-1] + b', "extra": ' + extra + b"}"


text(
    "deep_arrays",
    "nests 100,000 arrays",
    Does.FINDING,
    lambda: b"[" * 100_000 + b"]" * 100_000,
    says="nested more than",
    why="readers recurse; no document nests ten deep",
    bomb=True,
)
text(
    "deep_objects",
    "nests 100,000 objects",
    Does.FINDING,
    lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    says="nested more than",
    why="readers recurse; no document nests ten deep",
    bomb=True,
)
text(
    "nested_200",
    "nests 200 arrays, which most readers still take",
    Does.FINDING,
    lambda: info(b"[" * 200 + b"]" * 200),
    says="nested more than",
    why="validators recurse; no document nests ten deep",
)
text(
    "digits",
    "sends an integer of a million digits",
    Does.FINDING,
    lambda: info(b"9" * 1_000_000),
    says="thousands of digits",
    why="reading it takes time that grows with the square of its length",
    bomb=True,
)
text("nan", "sends NaN", Does.FINDING, info(b"NaN"), says="NaN is not JSON", why=RFC)
text("infinity", "sends -Infinity", Does.FINDING, info(b"-Infinity"), says="-Infinity is not JSON", why=RFC)
text(
    "beyond_float",
    "sends 1e999 for an id",
    Does.FINDING,
    b'{"id": 1e999, "username": "user"}',
    says='is not of type "integer"',
    why="it is JSON, but no id of 64 bits",
)
text(
    "huge_id",
    "sends an id of 400 digits",
    Does.NOTHING,
    b'{"id": ' + b"9" * 400 + b', "username": "user"}',
    why="JSON knows no greatest number, and formats are no rules; it is a number like any other",
)
text(
    "repeated_names",
    "sends the same name twice in an object",
    Does.WARNING,
    b'{"id": 1, "id": 2, "username": "user"}',
    says="'id' more than once",
    why="RFC 8259 only advises against it, and readers differ in which one counts",
)
text(
    "trailing_text",
    "sends text after the JSON",
    Does.FINDING,
    SESSION_INFO + b" and more",
    says="Extra data",
    why=RFC,
)
text(
    "comments",
    "sends comments in JSON",
    Does.FINDING,
    b"/* hi */ " + SESSION_INFO,
    says="valid JSON",
    why=RFC,
)
text("single_quotes", "sends single quotes", Does.FINDING, b"{'id': 1}", says="valid JSON", why=RFC)
text("empty_body", "sends an empty body", Does.FINDING, b"", says="empty", why="a body is documented")
text("blank_body", "sends a body of blanks", Does.FINDING, b" " * 100_000, says="valid JSON", why=RFC)
text(
    "invalid_utf_8",
    "sends bytes that are not UTF-8",
    Does.FINDING,
    info(b'"\xff\xfe"'),
    says="utf-8",
    why=RFC,
)
text(
    "overlong_utf_8", "writes a slash as two bytes", Does.FINDING, info(b'"\xc0\xaf"'), says="utf-8", why=RFC
)
text(
    "utf_16", "answers in UTF-16", Does.FINDING, SESSION_INFO.decode().encode("utf-16"), says="utf-8", why=RFC
)
text(
    "utf_7",
    "answers in UTF-7",
    Does.FINDING,
    b"{+ACI-id+ACI-: 1}",
    says="valid JSON",
    why=RFC,
)
text(
    "byte_order_mark",
    "begins with a byte order mark",
    Does.FINDING,
    b"\xef\xbb\xbf" + SESSION_INFO,
    says="BOM",
    why=RFC,
)
text(
    "lone_surrogate",
    "sends half of a surrogate pair",
    Does.NOTHING,
    info(rb'"\ud800"'),
    why="JSON can write it; it is recorded as it came",
)
text(
    "surrogate_in_a_name",
    "sends half of a surrogate pair in the name of a property",
    Does.NOTHING,
    SESSION_INFO[:-1] + rb', "\udfff": 1}',
    why="JSON can write it; it is recorded as it came",
)
text(
    "wrong_type_beside_a_surrogate",
    "sends half of a surrogate pair beside a value of the wrong type",
    Does.FINDING,
    rb'{"id": "\ud800", "username": "user"}',
    says='is not of type "integer"',
    why="the odd character does not hide the error",
)
text(
    "escaped_nul",
    "sends an escaped NUL in a text",
    Does.NOTHING,
    info(rb'"a\u0000b"'),
    why="JSON can write it; it is recorded as it came",
)
text("raw_nul", "sends a NUL byte", Does.FINDING, info(b'"a\0b"'), says="control character", why=RFC)
text(
    "long_string",
    "sends a text of 9 MB",
    Does.NOTHING,
    lambda: info(b'"' + b"x" * 9_000_000 + b'"'),
    why="no document limits it; the record keeps the beginning, the length and a digest",
    bomb=True,
)
text(
    "long_string_of_the_wrong_type",
    "sends a text of 9 MB where a number belongs",
    Does.FINDING,
    lambda: b'{"id": "' + b"x" * 9_000_000 + b'", "username": "user"}',
    says="at /id",
    why="messages are cut",
    bomb=True,
)
text(
    "million_elements",
    "sends an array of a million elements where an object belongs",
    Does.FINDING,
    lambda: b"[" + b",".join([b"1"] * 900_000) + b"]",
    says="at the top",
    why="of a body of this size only the first error is looked for",
    bomb=True,
)
text(
    "millions_of_values",
    "sends an object of three million values",
    Does.FINDING,
    lambda: info(b"[" + b",".join([b"{}"] * 1_500_000) + b"]"),
    says="JSON of more than",
    why="reading it would take hundreds of megabytes",
    bomb=True,
)
text(
    "many_wrong_values",
    "sends 400,000 properties, one of them wrong",
    Does.FINDING,
    lambda: b'{"id": "x", ' + b", ".join(b'"p%d": %d' % (n, n) for n in range(400_000)) + b"}",
    says="at /id",
    why="of a body of this size only the first error is looked for",
    bomb=True,
)
text(
    "stack_trace_bait",
    "sends a million line ends and 'com.' over and over, to make patterns try for ever",
    Does.NOTHING,
    lambda: info(b'"' + rb"\n" * 500_000 + b"com." * 500_000 + b'"') + b"\n" * 1_000_000,
    why="what is searched is cut, and no pattern tries twice",
    bomb=True,
)
