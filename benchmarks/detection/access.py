"""Signing in to a served pod, for tools that cannot do it themselves."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import jwt

from conformance.target.target_file import load_target


@dataclass(frozen=True, slots=True)
class Access:
    """A served pod: where it is and the administrator's credentials for each API."""

    target_file: Path
    origin: str
    session: str
    common: str
    partner: str

    def base_url(self, api: str) -> str:
        """Where an API is."""
        return f"{self.origin}/{api}"

    def headers(self, api: str) -> dict[str, str]:
        """The header with the credentials for an API."""
        if api == "pod":
            return {"sessionToken": self.session}
        token = self.common if api == "profile-manager" else self.partner
        return {"Authorization": f"Bearer {token}"}


def sign_in(target_file: Path) -> Access:
    """Sign in as the administrator of a target file."""
    target = load_target(target_file)
    actor, login = target.actors["admin"], f"{target.apis['pod'].removesuffix('/pod')}/login"
    claims = {"sub": actor.username, "exp": int(time.time()) + 240}
    token = jwt.encode(claims, str(actor.private_key), algorithm="RS512")
    session = _token(f"{login}/pubkey/authenticate", "token", json={"token": token})
    common = _token(
        f"{login}/idm/tokens?scope=profile-manager", "access_token", headers={"sessionToken": session}
    )
    partner = str(actor.community_connect_token)
    return Access(target_file, login.removesuffix("/login"), session, common, partner)


def _token(url: str, name: str, json: object = None, headers: dict[str, str] | None = None) -> str:
    answer = httpx.post(url, json=json, headers=headers)
    answer.raise_for_status()
    return str(answer.json()[name])
