"""Community Connect: where somebody stands before an account is made."""

from __future__ import annotations

from conformance.reference_pod.call import Answer, Call
from conformance.reference_pod.community.rules import domain_of, home_of, partner_of
from conformance.reference_pod.records.community import COMPANIES, POD_URL
from conformance.reference_pod.records.users import TENANTS


def get_user_onboarding_availability(call: Call) -> Answer:
    """Whether the address has an account, belongs to a company that is there already, or is free."""
    partner = partner_of(call)
    email = call.query["email"]
    domain = domain_of(email)
    home = home_of(call, email)
    if home is not None:
        return Answer({"code": "USER_EXISTS", "podUrl": home})
    tenant = call.store[TENANTS].first("domain", domain)
    if tenant is not None:
        return _needs_access(tenant.host)
    company = call.store[COMPANIES].first("domain", domain)
    if company is not None and company.partner != partner.client_id:
        return _needs_access(POD_URL)
    return Answer(
        {
            "code": "USER_ELIGIBLE_FOR_NEW_ACCOUNT",
            "message": "The user has no account yet",
            "podUrl": POD_URL,
        }
    )


def _needs_access(pod_url: str) -> Answer:
    return Answer(
        {
            "code": "USER_NEEDS_ACCESS",
            "message": "The company is already on Symphony, but the user needs access",
            "podUrl": pod_url,
        }
    )
