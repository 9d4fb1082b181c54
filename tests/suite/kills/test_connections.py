"""Each check of connections fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("lifecycle.connection-invitation", "CONN-CREATE-1", "forgets-writes@createConnection"),
    ("lifecycle.connection-invitation", "CONN-CREATE-1", "swaps-sides@getConnection"),
    ("lifecycle.connection-invitation", "CONN-CREATE-3", "refusal-ends-connection@createConnection"),
    ("lifecycle.connection-invitation", "CONN-CREATE-4", "own-id@getConnection"),
    ("lifecycle.connection-invitation", "CONN-LIST-1", "loses-last-item@listConnections"),
    ("lifecycle.connection-invitation", "CONN-LIST-6", "swaps-sides@listConnections"),
    ("lifecycle.connection-acceptance", "CONN-ACCEPT-1", "forgets-writes@acceptConnection"),
    ("lifecycle.connection-acceptance", "CONN-CREATE-2", "resets-first-request@acceptConnection"),
    ("lifecycle.connection-acceptance", "CONN-TIMES-1", "backdates-updates@acceptConnection"),
    ("lifecycle.connection-acceptance", "CONN-LIST-1", "shows-implicit@listConnections"),
    ("lifecycle.connection-rejection", "CONN-REJECT-1", "forgets-writes@rejectConnection"),
    ("lifecycle.connection-rejection", "CONN-REJECT-3", "accepts-instead@rejectConnection"),
    ("lifecycle.connection-second-request", "CONN-CREATE-5", "invites-once@createConnection"),
    ("lifecycle.connection-second-request", "CONN-CREATE-2", "resets-first-request@createConnection"),
    ("lifecycle.connection-second-request", "CONN-TIMES-1", "backdates-updates@createConnection"),
    ("lifecycle.connection-second-request", "CONN-COUNT-1", "counts-every-step@acceptConnection"),
    ("lifecycle.connection-removal", "CONN-REMOVE-1", "forgets-writes@removeConnection"),
    ("lifecycle.connection-removal", "CONN-REMOVE-2", "invites-once@createConnection"),
    ("lifecycle.connection-transitions", "CONN-GET-3", "stale-reads@getConnection"),
    ("lifecycle.connection-cleanup", "CONN-REMOVE-6", "forgets-writes@removeConnection"),
    ("lifecycle.connection-implicit", "CONN-IMPLICIT-1", "refuses-everything@getConnection"),
    ("lifecycle.connection-implicit", "CONN-IMPLICIT-2", "shows-implicit@listConnections"),
    ("lifecycle.connection-implicit", "CONN-IMPLICIT-3", "drops-query.status@listConnections"),
    ("lifecycle.connection-implicit", "CONN-IMPLICIT-4", "refuses-everything@createConnection"),
    ("lifecycle.connection-implicit", "CONN-IMPLICIT-5", "refuses-everything@acceptConnection"),
    ("lifecycle.connection-implicit", "CONN-REJECT-2", "accepts-anything@rejectConnection"),
    ("lifecycle.connection-filters", "CONN-LIST-2", "drops-query.status@listConnections"),
    ("lifecycle.connection-filters", "CONN-LIST-3", "drops-query.status@listConnections"),
    ("lifecycle.connection-filters", "CONN-LIST-5", "swaps-sides@listConnections"),
    ("lifecycle.connection-user-ids", "CONN-LIST-4", "drops-query.userIds@listConnections"),
    ("lifecycle.connection-user-ids", "CONN-LIST-7", "shows-implicit@listConnections"),
    ("lifecycle.connection-none", "CONN-GET-1", "accepts-anything@getConnection"),
    ("lifecycle.connection-none", "CONN-ACCEPT-2", "accepts-anything@acceptConnection"),
    ("lifecycle.connection-none", "CONN-REJECT-4", "accepts-anything@rejectConnection"),
    ("lifecycle.connection-none", "CONN-REMOVE-3", "accepts-anything@removeConnection"),
    ("lifecycle.connection-requester", "CONN-ACCEPT-3", "answers-anything@acceptConnection"),
    ("lifecycle.connection-requester", "CONN-REJECT-5", "answers-anything@rejectConnection"),
    ("lifecycle.connection-accepted-twice", "CONN-ACCEPT-4", "refusal-ends-connection@acceptConnection"),
    ("lifecycle.connection-accepted-twice", "CONN-REJECT-6", "answers-anything@rejectConnection"),
    ("lifecycle.connection-accepted-twice", "CONN-CREATE-6", "invites-anybody@createConnection"),
    ("lifecycle.connection-rejected-twice", "CONN-ACCEPT-5", "answers-anything@acceptConnection"),
    ("lifecycle.connection-rejected-twice", "CONN-REJECT-7", "refusal-ends-connection@rejectConnection"),
    ("lifecycle.connection-early-removal", "CONN-REMOVE-4", "accepts-anything@removeConnection"),
    ("lifecycle.connection-early-removal", "CONN-REMOVE-5", "refusal-ends-connection@removeConnection"),
    ("lifecycle.connection-unknown-user", "CONN-CREATE-7", "invites-anybody@createConnection"),
    ("lifecycle.connection-unknown-user", "CONN-ACCEPT-6", "accepts-anything@acceptConnection"),
    ("lifecycle.connection-unknown-user", "CONN-REJECT-8", "accepts-anything@rejectConnection"),
    ("lifecycle.connection-unknown-user", "CONN-GET-2", "accepts-anything@getConnection"),
    ("lifecycle.connection-unknown-user", "CONN-REMOVE-7", "accepts-anything@removeConnection"),
    ("lifecycle.connection-self", "CONN-CREATE-8", "invites-anybody@createConnection"),
    ("lifecycle.connection-no-user", "CONN-CREATE-9", "accepts-anything@createConnection"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
