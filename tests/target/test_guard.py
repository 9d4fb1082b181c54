from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.contract import load_contract
from conformance.target import Request, Withheld, find_profile
from conformance.target.guard import Guard
from conformance.target.profile import Profile

READ_ONLY = Profile("reading", "reads", 1, 1, 1, 1, frozenset({"read"}))


def guard(profile: Profile | None = None, *, disposable: bool = False) -> Guard:
    return Guard(load_contract(), profile or find_profile("gate"), disposable=disposable)


@pytest.mark.parametrize("name", ["smoke", "gate", "nightly"])
def test_deleting_all_groups_is_withheld_from_a_target_that_is_not_disposable(name: str) -> None:
    with pytest.raises(Withheld, match=r"deleteAllGroups: profile .* 'irreversible'"):
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


def test_an_undocumented_method_is_sent_when_the_profile_allows_changes() -> None:
    guard().check(Request("createUserAccount", "DELETE", "/v2/admin/user/create"))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PURGE"])
def test_an_undocumented_method_may_change_something(method: str) -> None:
    with pytest.raises(Withheld):
        guard(READ_ONLY).check(Request("getPodCertificate", method, "/v1/podcert"))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE"])
def test_a_safe_method_changes_nothing(method: str) -> None:
    guard(READ_ONLY).check(Request("getPodCertificate", method, "/v1/podcert"))


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


def test_smoke_withholds_what_cannot_be_undone() -> None:
    with pytest.raises(
        Withheld, match="createUserAccount: profile smoke withholds its effect 'irreversible'"
    ):
        guard(find_profile("smoke")).check(Request("createUserAccount", "POST", "/v2/admin/user/create"))


def test_an_unknown_operation_is_named_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="no operation 'createRom'; did you mean 'createRoom'"):
        guard().check(Request("createRom", "POST", "/v3/room/create"))
