"""Onboarding: where an address stands before an account is made."""

from __future__ import annotations

import pytest

from tests.reference_pod.areas.community import DOMAIN, Community, person


@pytest.fixture
def community() -> Community:
    return Community()


def standing(community: Community, email: str) -> tuple[str, str, bool]:
    body = community.call("getUserOnboardingAvailability", query={"email": email}).body
    return body["code"], body["podUrl"], "message" in body


def test_an_address_nobody_knows_is_free(community: Community) -> None:
    expected = ("USER_ELIGIBLE_FOR_NEW_ACCOUNT", "community.symphony.example", True)
    assert standing(community, f"ann@{DOMAIN}") == expected


def test_an_account_exists_on_a_pod_or_in_the_community(community: Community) -> None:
    community.create(person())
    assert standing(community, f"ann@{DOMAIN}") == ("USER_EXISTS", "community.symphony.example", False)
    assert standing(community, "Bob@189.example") == ("USER_EXISTS", "home.example", False)


def test_new_people_of_a_company_with_a_pod_need_access(community: Community) -> None:
    assert standing(community, "new@189.example") == ("USER_NEEDS_ACCESS", "home.example", True)


def test_new_people_of_another_partners_company_need_access(community: Community) -> None:
    community.create(person(), by=community.theirs)
    code, pod, _ = standing(community, f"bea@{DOMAIN}")
    assert (code, pod) == ("USER_NEEDS_ACCESS", "community.symphony.example")


@pytest.mark.parametrize(
    ("email", "code"), [("ann", "INVALID_USER_EMAIL"), ("ann@gmail.com", "EMAIL_DOMAIN_NOT_ALLOWED")]
)
def test_an_address_must_be_a_business_address(community: Community, email: str, code: str) -> None:
    community.refuses(400, code, "getUserOnboardingAvailability", query={"email": email})
