"""Accounts of Community Connect as the document spells them."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.call import Call
from conformance.reference_pod.records.community import COMPANIES, Account


def user_view(account: Account) -> dict[str, Any]:
    """The account as ChannelCoUser; the user name is the email address."""
    return {**account.attributes, "userId": account.id, "username": account.email}


def user_and_company_view(call: Call, account: Account) -> dict[str, Any]:
    """The account as ChannelCoUserAndCompany."""
    company = call.store[COMPANIES].get(account.company)
    name = {"companyName": company.name} if company is not None else {}
    return {**user_view(account), "companyId": account.company, **name}
