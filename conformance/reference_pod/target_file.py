"""The target file of a running reference pod: where its APIs are and how its actors sign in."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from conformance.contract.capabilities import load_capabilities
from conformance.reference_pod.keys import private_pem
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.sessions import PARTNERS, SESSIONS, Session
from conformance.reference_pod.seed import ACTORS, CLIENT, UNPRIVILEGED_CLIENT, actor
from conformance.reference_pod.tokens import common_jwt, partner_jwt

_CLIENTS = {"admin": CLIENT, "nobody": UNPRIVILEGED_CLIENT}
_KEY = "actors.pem"
FOREIGN = ("expired_session_token", "expired_common_jwt", "foreign_common_jwt")
"""The credentials that the pod must refuse."""


def write_target_file(path: Path, pod: Pod, origin: str, actor_key: RSAPrivateKey) -> None:
    """Write the file in one step, and its secrets into the folder `<name>.secrets` beside it.

    All of them are readable by their owner only. Raises OSError when that is impossible.
    """
    folder = path.with_name(f"{path.name}.secrets")
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, secret in secrets_of(pod, actor_key).items():
        _write(folder / name, secret)
    _write(path, target_text(pod, origin, folder.name))


def target_text(pod: Pod, origin: str, secrets: str) -> str:
    """The target file's TOML; its secrets are in the folder of that name."""
    parts = ['[target]\nname = "reference pod"\ndisposable = true\n']
    apis = [api for api in pod.contract.documents if pod.settings.apis is None or api in pod.settings.apis]
    parts += [f"[apis.{api}]\nbase_url = {_text(f'{origin}/{api}')}\n" for api in apis]
    parts.append(f"[login]\nbase_url = {_text(f'{origin}/login')}\n")
    for name in ACTORS:
        if pod.settings.named is not None and name not in pod.settings.named:
            continue
        user = actor(pod, name)
        lines = [
            f"[actors.{name}]",
            f"username = {_text(user.username)}",
            f"user_id = {user.id}",
            f"private_key_file = {_text(f'{secrets}/{_KEY}')}",
        ]
        if name in _CLIENTS:
            lines.append(f"community_connect_token_file = {_text(f'{secrets}/{name}.token')}")
        parts.append("\n".join(lines) + "\n")
    foreign = [f"{name}_file = {_text(f'{secrets}/{name}')}" for name in FOREIGN]
    parts.append("\n".join(["[foreign]", *foreign, ""]))
    declared = [name for name in load_capabilities() if name not in pod.settings.lacks]
    capabilities = [f"{name} = {_text(name not in pod.settings.denies)}" for name in declared]
    parts.append("\n".join(["[capabilities]", *capabilities, ""]))
    return "\n".join(parts)


def secrets_of(pod: Pod, actor_key: RSAPrivateKey) -> dict[str, str]:
    """What the files of the secrets folder hold, by their names."""
    found = {_KEY: private_pem(actor_key)}
    for name, client in _CLIENTS.items():
        partner = pod.store[PARTNERS].get(client)
        assert partner is not None
        found[f"{name}.token"] = partner_jwt(pod, partner)
    return found | _foreign(pod, actor_key)


def _foreign(pod: Pod, foreign_key: RSAPrivateKey) -> dict[str, str]:
    """Credentials that the pod must refuse: two that have expired, one that another key has signed."""
    user = actor(pod, "admin")
    claims = pod.keys.claims(common_jwt(pod, user, None, seconds=86_400))
    session = pod.settings.canary + "0" * 32
    with pod.store.transaction():
        pod.store[SESSIONS].put(Session(session, user.id, pod.wall_time() - 60_000))
    expired = common_jwt(pod, user, None, seconds=-60)
    foreign = jwt.encode(dict(claims or {}), foreign_key, algorithm="RS256", headers={"kid": "pod-1"})
    return dict(zip(FOREIGN, (session, expired, foreign), strict=True))


def _write(path: Path, text: str) -> None:
    # made by mkstemp with mode 0600, so the secrets are never readable by others, not even for a moment
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _text(value: str | bool) -> str:
    """A TOML basic string or boolean, which for these values is written as in JSON."""
    return json.dumps(value)
