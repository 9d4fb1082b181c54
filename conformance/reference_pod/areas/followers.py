"""Users who follow users of their company, and both lists in pages by rank."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.accounts.lookup import account, colleague
from conformance.reference_pod.call import Answer, Call, bad_request, success
from conformance.reference_pod.paging import pagination, window
from conformance.reference_pod.records.followers import FOLLOWS, Follow

DEFAULT_LIMIT = 100


def follow_users(call: Call) -> Answer:
    """Make users follow one user. The followed user itself and those who follow already are passed over.

    One id that is not valid refuses the whole list, as the documents' preamble on atomic actions has it.
    """
    followed = account(call, call.path["uid"]).id
    for follower in _followers(call):
        if follower != followed and (follower, followed) not in call.store[FOLLOWS]:
            call.store[FOLLOWS].put(Follow(follower, followed, call.pod.ids.number()))
    return success("OK")


def unfollow_users(call: Call) -> Answer:
    """Make users follow one user no longer; those who do not follow it are passed over."""
    followed = account(call, call.path["uid"]).id
    for follower in _followers(call):
        call.store[FOLLOWS].delete((follower, followed))
    return success("OK")


def list_followers(call: Call) -> Answer:
    """Who follows the user, in the order in which they began."""
    page, count, links = _page(call, "followed")
    return Answer({"count": count, "followers": [follow.follower for follow in page], "pagination": links})


def list_following(call: Call) -> Answer:
    """Whom the user follows, in the order in which it began."""
    page, count, links = _page(call, "follower")
    return Answer({"count": count, "following": [follow.followed for follow in page], "pagination": links})


def _followers(call: Call) -> list[int]:
    sent: list[int] = call.body.get("followers") or []
    if not sent:
        raise bad_request("followers is required")
    invalid = [user_id for user_id in sent if colleague(call, user_id) is None]
    if invalid:
        raise bad_request(f"Invalid user ids: {', '.join(str(user_id) for user_id in invalid)}")
    return sent


def _page(call: Call, index: str) -> tuple[list[Follow], int, dict[str, Any]]:
    """One page between ranks, which start at 1, with the cursors around it.

    `after` leads to the ranks beyond it; `before` to the ranks that end with it.
    """
    user = account(call, call.path["uid"]).id
    _, limit = window(call, DEFAULT_LIMIT)
    count = call.store[FOLLOWS].count(index, user)
    before, after = (_rank(call, name, count) for name in ("before", "after"))
    if before is not None and after is not None:
        raise bad_request("Only one of before and after can be given")
    start = max(0, before - limit) if before is not None else after or 0
    end = min(count, start + limit if before is None else before)
    page = call.store[FOLLOWS].page(start, end - start, index=index, value=user)
    links = pagination(call, str(start), str(end) if end < count else None, previous=start > 0)
    return page, count, links


def _rank(call: Call, name: str, count: int) -> int | None:
    text = call.query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise bad_request(f"{name} is not a cursor of this list")
    return min(int(text), count)
