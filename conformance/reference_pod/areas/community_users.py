"""Community Connect: accounts that partners create for the people of companies without a pod."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conformance.reference_pod.call import Answer, Call, Refusal, bad_request, not_found
from conformance.reference_pod.community.rules import (
    domain_of,
    home_of,
    known_attributes,
    partner_of,
)
from conformance.reference_pod.community.views import user_and_company_view, user_view
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.community import (
    ACCOUNTS,
    COMPANIES,
    POD_URL,
    Account,
    Company,
    next_account_id,
    next_company_id,
)
from conformance.reference_pod.records.sessions import PARTNERS
from conformance.reference_pod.records.users import TENANTS

ROLE = "COMPLIANCE_OFFICER"
"""The one role that can be given."""


def search_user(call: Call) -> Answer:
    """The account with an email address, among the partner's own."""
    email = call.query["email"]
    domain_of(email)
    account = call.store[ACCOUNTS].first("email", email.lower())
    if account is None:
        raise _unknown()
    _check_partner(call, account)
    return Answer(user_and_company_view(call, account))


def get_user(call: Call) -> Answer:
    """One account of a company."""
    return Answer(user_and_company_view(call, _account(call)))


def create_user(call: Call) -> Answer:
    """Accounts for people of one domain; whoever cannot be added is listed under `errors`."""
    domain = _common_domain(call)
    company, code = _company(call, domain)
    added, failed = [], []
    for person in call.body["users"]:
        try:
            _check_free(call, person["email"], company, domain)
        except Refusal as refusal:
            failed.append(
                {**known_attributes(call, person), "code": refusal.code, "message": refusal.message}
            )
            continue
        call.store[COMPANIES].put(company)
        account = call.store[ACCOUNTS].put(_new_account(call, company, person))
        added.append({**user_view(account), "code": code, "message": "User added"})
    body: dict[str, Any] = {"success": added, "errors": failed}
    if added:
        body = {"companyId": company.id, "companyName": company.name, **body}
    return Answer(body, 201)


def update_user(call: Call) -> Answer:
    """Changes what the body names; everything else stays as it is."""
    account = _account(call)
    if not any(call.body.get(name) for name in ("firstName", "lastName", "email")):
        raise bad_request("One of firstName, lastName and email must be given", "MISSING_REQUIRED_FIELDS")
    _check_email(call, account)
    attributes = {**account.attributes, **known_attributes(call, call.body)}
    return Answer(user_view(call.store[ACCOUNTS].put(replace(account, attributes=attributes))))


def disable_user(call: Call) -> Answer:
    """The account counts as unknown from now on, and its address is free again."""
    call.store[ACCOUNTS].put(replace(_account(call), enabled=False))
    return Answer(status=204)


def add_role(call: Call) -> Answer:
    """Gives the account a role; to have it already is no error."""
    account = _account(call)
    role = call.body["id"]
    if role != ROLE:
        raise bad_request(f"The role {role} cannot be given; only {ROLE} can", "ROLE_NOT_SUPPORTED")
    call.store[ACCOUNTS].put(replace(account, roles=tuple(dict.fromkeys((*account.roles, role)))))
    return Answer({"code": "ROLE_ADDED", "message": f"The role {role} was added"})


def seed(pod: Pod) -> None:
    """A company with two people for each partner."""
    for partner in pod.store[PARTNERS]:
        domain = f"{partner.client_id}-client.example"
        company = Company(
            next_company_id(pod.store), f"Client of {partner.client_id}", domain, partner.client_id
        )
        pod.store[COMPANIES].put(company)
        for first, last in (("Paula", "Meyer"), ("Otto", "Lang")):
            attributes = {
                "email": f"{first}.{last}@{domain}".lower(),
                "firstName": first,
                "lastName": last,
                "displayName": f"{first} {last}",
            }
            pod.store[ACCOUNTS].put(Account(next_account_id(pod.store), company.id, attributes))


def _common_domain(call: Call) -> str:
    people = call.body["users"]
    if not people:
        raise bad_request("The list of users is empty", "USER_LIST_IS_EMPTY")
    for name in ("firstName", "lastName"):
        if any(not person[name].strip() for person in people):
            raise bad_request(f"{name} is required", "MISSING_REQUIRED_FIELD", fieldName=name)
    domains = {domain_of(person["email"]) for person in people}
    if len({person["email"].lower() for person in people}) < len(people):
        raise bad_request(
            "Users cannot have the same email address", "USERS_CANNOT_HAVE_THE_SAME_EMAIL_ADDRESS"
        )
    if len(domains) > 1:
        raise bad_request("All users must have the same email domain", "USERS_MUST_HAVE_THE_SAME_DOMAIN")
    return domains.pop()


def _company(call: Call, domain: str) -> tuple[Company, str]:
    """The company of a domain, new or known, and what an account that is added to it is told."""
    name = call.body.get("companyName", "").strip()
    company = call.store[COMPANIES].first("domain", domain)
    if company is None:
        # mandatory only while no company has this domain, and one with a pod has it already
        if not name and call.store[TENANTS].first("domain", domain) is None:
            raise bad_request("companyName is required", "MISSING_REQUIRED_FIELD", fieldName="companyName")
        company = Company(next_company_id(call.store), name, domain, partner_of(call).client_id)
        return company, "USER_ADDED_NEW_COMPANY"
    same = not name or company.name.casefold() == name.casefold()
    return company, "USER_ADDED_EXISTING_COMPANY" if same else "USER_ADDED_TO_DIFFERENT_COMPANY_NAME"


def _check_free(call: Call, email: str, company: Company, domain: str) -> None:
    home = home_of(call, email)
    if home is not None:
        raise bad_request(f"The user exists already on {home}", "USER_ALREADY_EXISTS")
    tenant = call.store[TENANTS].first("domain", domain)
    if tenant is not None:
        message = f"The company has a pod, {tenant.host}, on which the user needs access"
        raise bad_request(message, "COMPANY_ALREADY_EXISTS_USER_NEEDS_ACCESS")
    if company.partner != partner_of(call).client_id:
        message = f"The company is known on {POD_URL}; the user needs access"
        raise bad_request(message, "COMCO_COMPANY_ALREADY_EXISTS_USER_NEED_ACCESS")


def _new_account(call: Call, company: Company, person: Mapping[str, Any]) -> Account:
    attributes = known_attributes(call, person)
    attributes.setdefault("displayName", f"{person['firstName']} {person['lastName']}")
    return Account(next_account_id(call.store), company.id, attributes)


def _check_email(call: Call, account: Account) -> None:
    email = call.body.get("email")
    if email is None or email.lower() == account.email.lower():
        return
    if domain_of(email) != domain_of(account.email):
        raise bad_request("The email domain is not the company's", "USER_EMAIL_DOMAIN_DIFFERENT_FROM_COMPANY")
    if home_of(call, email) is not None:
        raise bad_request("The email address is in use", "REQUESTED_EMAIL_ALREADY_IN_USE")


def _account(call: Call) -> Account:
    account = call.store[ACCOUNTS].get(call.path["userId"])
    if account is None or not account.enabled:
        raise _unknown()
    if account.company != call.path["companyId"]:
        raise bad_request("The user does not belong to the company", "USER_DOES_NOT_BELONG_TO_COMPANY")
    _check_partner(call, account)
    return account


def _check_partner(call: Call, account: Account) -> None:
    company = call.store[COMPANIES].get(account.company)
    if company is None or company.partner != partner_of(call).client_id:
        raise bad_request(
            "The partner may not see or change this account", "PROFILE_ACCESS_OR_UPDATES_NOT_AUTHORIZED"
        )


def _unknown() -> Refusal:
    return not_found("The user cannot be found", "USER_NOT_FOUND")
