"""Applications: what the company registers with their addresses, permissions and keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificate

from conformance.reference_pod.call import Answer, Call, bad_request, success
from conformance.reference_pod.crypto.rotation import public_key, rotated
from conformance.reference_pod.records.apps import APPS, USER_APPS, App
from conformance.reference_pod.records.keys import PublicKeys
from conformance.reference_pod.records.users import USERS

REQUIRED_INFO = ("appId", "name", "appUrl", "domain", "publisher")
LONGEST_NAME = 50
"""What an entitlement's appName can hold."""
PERMISSION = re.compile(r"[A-Z0-9_]{1,64}", re.ASCII)
LONGEST_KEY, LONGEST_VALUE = 1024, 4096


def create_app(call: Call) -> Answer:
    """Register an app; nobody is entitled to it until the company says so."""
    info = call.body.get("applicationInfo", {})
    missing = [name for name in REQUIRED_INFO if not info.get(name)]
    if missing:
        raise bad_request(f"applicationInfo lacks {', '.join(missing)}")
    if (call.caller.tenant, info["appId"]) in call.store[APPS]:
        raise bad_request(f"There is an app {info['appId']} already")
    app = App(call.caller.tenant, info["appId"], info["name"], detail={})
    return Answer(_wire(call.store[APPS].put(_changed(app, call.body, call.now)), call.now))


def update_app(call: Call) -> Answer:
    """Change an app: what is sent replaces what was, what is not sent stays."""
    # The documents do not say what becomes of what is not sent; keeping it loses nothing.
    app = _existing(call)
    info = call.body.get("applicationInfo", {})
    if info.get("appId", app.id) != app.id:
        raise bad_request("The id of an app cannot be changed")
    return Answer(_wire(call.store[APPS].put(_changed(app, call.body, call.now)), call.now))


def delete_app(call: Call) -> Answer:
    """Remove an app with all entitlements to it."""
    app = _existing(call)
    for setting in call.store[USER_APPS].find("app", app.id):
        user = call.store[USERS].get(setting.user)
        if user is not None and user.tenant == app.tenant:
            call.store[USER_APPS].delete((setting.user, setting.app))
    call.store[APPS].delete((app.tenant, app.id))
    return success("OK")


def get_app(call: Call) -> Answer:
    """One app of the company."""
    return Answer(_wire(_existing(call), call.now))


def _existing(call: Call) -> App:
    app = call.store[APPS].get((call.caller.tenant, call.path["id"]))
    if app is None:
        raise bad_request("The app cannot be found")
    return app


def _changed(app: App, body: Mapping[str, Any], now: int) -> App:
    """The app after a request; 400 when the outcome breaks a rule."""
    info = {**app.detail.get("applicationInfo", {}), **body.get("applicationInfo", {})}
    detail = {**app.detail, **body, "applicationInfo": info}
    cert, actions = detail.pop("cert", None), detail.pop("authenticationKeys", None)
    _check(detail)
    if cert and actions:
        raise bad_request("An app has either cert or authenticationKeys, not both")
    changed = replace(app, name=info["name"], detail=detail)
    # Sending one kind of key is the wish to use it, so the other kind goes.
    if cert:
        if not _is_public(cert):
            raise bad_request("cert is not a public certificate or key in PEM")
        return replace(changed, cert=cert, keys=PublicKeys())
    if actions:
        return replace(changed, cert=None, keys=rotated(app.keys, actions, now))
    return changed


def _check(detail: Mapping[str, Any]) -> None:
    info = detail["applicationInfo"]
    if not 0 < len(info["name"]) <= LONGEST_NAME:
        raise bad_request(f"The name of an app has 1 to {LONGEST_NAME} characters")
    host = _https_host(info["appUrl"])
    if host is None:
        raise bad_request('appUrl must start with "https://"')
    domain = info["domain"].lower().removeprefix(".")
    if host != domain and not host.endswith(f".{domain}"):
        raise bad_request("domain is not the domain of appUrl")
    if "iconUrl" in detail and _https_host(detail["iconUrl"]) is None:
        raise bad_request('iconUrl must start with "https://"')
    for permission in detail.get("permissions", ()):
        if not PERMISSION.fullmatch(permission):
            raise bad_request(f"{permission!r} is not a permission: upper case letters, digits, underscore")
    _check_properties(detail.get("properties", ()))


def _check_properties(properties: list[dict[str, Any]]) -> None:
    keys = [prop.get("key") for prop in properties]
    if any(not key or len(key) > LONGEST_KEY for key in keys):
        raise bad_request(f"The key of a property has 1 to {LONGEST_KEY} characters")
    if len(set(keys)) < len(keys):
        raise bad_request("The keys of the properties are not unique")
    if any(prop.get("value") is None or len(prop["value"]) > LONGEST_VALUE for prop in properties):
        raise bad_request(f"The value of a property is there and has at most {LONGEST_VALUE} characters")


def _https_host(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host if url.startswith("https://") else None


def _is_public(text: str) -> bool:
    try:
        load_pem_x509_certificate(text.encode())
    except ValueError:
        return public_key(text) is not None
    return True


def _wire(app: App, now: int) -> dict[str, Any]:
    answer = dict(app.detail)
    if app.cert is not None:
        answer["cert"] = app.cert
    if keys := app.keys.at(now).wire():
        answer["authenticationKeys"] = keys
    return answer
