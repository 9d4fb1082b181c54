from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.contract import Operation, load_contract
from conformance.target import Request, Withheld, find_profile
from conformance.target.guard import Guard
from conformance.target.profile import Profile

READ_ONLY = find_profile("read-only")
WRITING = ("POST", "PUT", "PATCH", "DELETE", "PURGE", "PROPFIND", "LINK", "post", "Delete", "G ET")


def guard(profile: Profile | None = None, *, disposable: bool = False) -> Guard:
    return Guard(load_contract(), profile or find_profile("gate"), lambda switch: disposable)


@pytest.mark.parametrize("name", ["smoke", "gate", "nightly"])
def test_deleting_all_groups_is_withheld_from_a_target_that_is_not_disposable(name: str) -> None:
    with pytest.raises(Withheld, match="deleteAllGroups: it needs 'irreversible = true' in the target file"):
        guard(find_profile(name)).check(Request("deleteAllGroups", "DELETE", "/v1/groups/deleteAll"))


def test_deleting_all_groups_is_allowed_on_a_disposable_target() -> None:
    guard(disposable=True).check(Request("deleteAllGroups", "DELETE", "/v1/groups/deleteAll"))


@pytest.mark.parametrize(
    "path",
    [
        "/v1/groups/deleteAll",
        "/v1/groups/DELETEALL/",
        "/v1//groups/delete%41ll",
        "/v1/groups/x/../deleteAll",
        "/v1/groups/%2564eleteAll",
        "/v1/groups/deleteAll;a=b",
        "/v1/groups/deleteAll%3Fx",
        "/v1/groups/deleteAll.json",
        "/v1/groups/.%2FdeleteAll",
    ],
)
def test_another_operation_cannot_reach_delete_all(path: str) -> None:
    with pytest.raises(Withheld):
        guard().check(Request("getGroup", "DELETE", path))


@given(st.data())
@settings(derandomize=True, deadline=None, max_examples=200)
def test_no_spelling_of_the_path_reaches_delete_all(data: st.DataObject) -> None:
    def spelled(letter: str) -> str:
        code = f"%{ord(letter):02X}"
        return data.draw(st.sampled_from([letter, letter.swapcase(), code, code.replace("%", "%25")]))

    path = "/v1/groups/" + "".join(spelled(letter) for letter in "deleteAll")
    with pytest.raises(Withheld):
        guard().check(Request("getGroup", data.draw(st.sampled_from(["DELETE", "delete"])), path))


def test_an_undocumented_method_needs_a_switch() -> None:
    request = Request("createRoom", "DELETE", "/v3/room/create")
    guard(disposable=True).check(request)
    with pytest.raises(Withheld, match=r"DELETE is not in the document, so it needs 'irreversible = true'"):
        guard().check(request)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PURGE"])
def test_an_undocumented_method_may_change_something(method: str) -> None:
    with pytest.raises(Withheld):
        guard(READ_ONLY).check(Request("getPodCertificate", method, "/v1/podcert"))


def test_a_reader_sends_the_documented_method_only() -> None:
    guard(READ_ONLY).check(Request("getPodCertificate", "GET", "/v1/podcert"))
    for method in ("HEAD", "OPTIONS", "TRACE", "get"):
        with pytest.raises(Withheld, match=f"sends no {method}"):
            guard(READ_ONLY).check(Request("getPodCertificate", method, "/v1/podcert"))


@pytest.mark.parametrize(
    "header", ["X-HTTP-Method-Override", "x-http-method", "X-Method-Override", "X-Rewrite-URL"]
)
def test_a_reader_sends_nothing_that_stands_for_another_method(header: str) -> None:
    with pytest.raises(Withheld, match="another method"):
        guard(READ_ONLY).check(Request("getRoom", "GET", "/v3/room/x/info", headers=((header, "DELETE"),)))
    with pytest.raises(Withheld, match="another method"):
        guard(READ_ONLY).check(Request("getRoom", "GET", "/v3/room/x/info", query=(("_method", "delete"),)))


def test_a_search_by_post_only_reads() -> None:
    guard(READ_ONLY).check(Request("searchRooms", "POST", "/v3/room/search"))


def test_every_operation_with_an_effect_besides_reading_is_withheld_from_a_reader() -> None:
    sent = []
    for operation in load_contract().operations.values():
        path = operation.path.replace("{", "x").replace("}", "x")
        try:
            guard(READ_ONLY).check(Request(operation.id, operation.method, path))
        except Withheld:
            continue
        sent.append(operation)
    assert sent, "reading operations are sent"
    assert [operation.id for operation in sent if operation.effects != {"read"}] == []


@pytest.mark.parametrize("operation", [o for o in load_contract().operations.values() if o.needs])
def test_what_needs_a_switch_is_withheld_without_it_and_names_it(operation: Operation) -> None:
    path = operation.path.replace("{", "x").replace("}", "x")
    request = Request(operation.id, operation.method, path)
    guard(disposable=True).check(request)
    with pytest.raises(Withheld, match=rf"{operation.id}: it needs '{operation.needs} = true'"):
        guard().check(request)


def test_a_request_counts_by_the_gravest_effect_that_it_may_have() -> None:
    effects = [
        guard().effect(Request(*request))
        for request in (
            ("getRoom", "GET", "/v3/room/x/info"),
            ("createRoom", "POST", "/v3/room/create"),
            ("addRoomMember", "POST", "/v1/room/x/membership/add"),
            ("createUserAccount", "POST", "/v2/admin/user/create"),
            ("getRoom", "DELETE", "/v3/room/x/info"),
            ("getGroup", "DELETE", "/v1/groups/%64eleteAll"),
        )
    ]
    assert effects == ["read", "create", "update", "irreversible", "delete", "irreversible"]


OPERATIONS = load_contract().operations
READING = sorted(name for name, operation in OPERATIONS.items() if operation.effects == {"read"})
SLASHES = ("/", "//", "/./", "%2F", "%2f", "%252F", "\\", "%5C", ";a=b", ";/", "/../", "%2e%2e/")
ENDS = ("?", "%3F", "#", "%00", ".json", "/")


@given(st.data())
@settings(derandomize=True, deadline=None, max_examples=3000)
def test_no_odd_request_of_a_reader_reaches_anything_that_writes(data: st.DataObject) -> None:
    """Whatever the guard lets through is, read in any way, a reading operation or nothing that is known."""
    claimed = OPERATIONS[data.draw(st.sampled_from(READING))]
    wanted = OPERATIONS[data.draw(st.sampled_from(sorted(OPERATIONS)))]
    method = data.draw(st.sampled_from([claimed.method, wanted.method, wanted.method.lower(), *WRITING]))
    parts = wanted.path.replace("{", "x").replace("}", "x").strip("/").split("/")
    odd = [data.draw(st.sampled_from([*SLASHES, *ENDS])) for _ in parts]
    spelled = [
        data.draw(st.sampled_from([part, part.upper(), _encoded(part), _encoded(_encoded(part))]))
        for part in parts
    ]
    path = "/" + "".join(a + b for a, b in zip(spelled, odd, strict=True))
    request = Request(claimed.id, method, path)
    try:
        guard(READ_ONLY).check(request)
    except Withheld:
        return
    assert method == claimed.method, f"{request} was let through"
    writes = [o.id for o in guard().reached(request) if o.effects != {"read"}]
    assert writes == [], f"{request} may reach {writes}"


def _encoded(text: str) -> str:
    return "".join(f"%{ord(letter):02x}" if letter != "%" else "%25" for letter in text)


def test_an_unknown_operation_is_named_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="no operation 'createRom'; did you mean 'createRoom'"):
        guard().check(Request("createRom", "POST", "/v3/room/create"))
