"""The target file of a running reference pod: where its APIs are and how its actors sign in."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from conformance.reference_pod.keys import private_pem
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.sessions import PARTNERS, SESSIONS, Session
from conformance.reference_pod.seed import ACTORS, CLIENT, UNPRIVILEGED_CLIENT, actor
from conformance.reference_pod.tokens import common_jwt, partner_jwt

_CLIENTS = {"admin": CLIENT, "nobody": UNPRIVILEGED_CLIENT}


def write_target_file(path: Path, pod: Pod, origin: str, actor_key: RSAPrivateKey) -> None:
    """Write the file, readable by its owner only, in one step; raises OSError when that is impossible."""
    text = target_text(pod, origin, actor_key)
    # made by mkstemp with mode 0600, so the keys are never readable by others, not even for a moment
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def target_text(pod: Pod, origin: str, actor_key: RSAPrivateKey) -> str:
    """The target file's TOML."""
    parts = ['[target]\nname = "reference pod"\ndisposable = true\n']
    parts += [f"[apis.{api}]\nbase_url = {_text(f'{origin}/{api}')}\n" for api in pod.contract.documents]
    parts.append(f"[login]\nbase_url = {_text(f'{origin}/login')}\n")
    pem = private_pem(actor_key)
    for name in ACTORS:
        user = actor(pod, name)
        lines = [
            f"[actors.{name}]",
            f"username = {_text(user.username)}",
            f"user_id = {user.id}",
            f'private_key = """\n{pem}"""',
        ]
        if name in _CLIENTS:
            partner = pod.store[PARTNERS].get(_CLIENTS[name])
            assert partner is not None
            lines.append(f"community_connect_token = {_text(partner_jwt(pod, partner))}")
        parts.append("\n".join(lines) + "\n")
    parts.append(_foreign(pod, actor_key))
    return "\n".join(parts)


def _foreign(pod: Pod, foreign_key: RSAPrivateKey) -> str:
    """Credentials that the pod must refuse: two that have expired, one that another key has signed."""
    user = actor(pod, "admin")
    expired = common_jwt(pod, user, None, seconds=-60)
    claims = pod.keys.claims(common_jwt(pod, user, None, seconds=86_400))
    foreign = jwt.encode(dict(claims or {}), foreign_key, algorithm="RS256", headers={"kid": "pod-1"})
    session = "0" * 32
    with pod.store.transaction():
        pod.store[SESSIONS].put(Session(session, user.id, pod.wall_time() - 60_000))
    return (
        f"[foreign]\nexpired_session_token = {_text(session)}\n"
        f"expired_common_jwt = {_text(expired)}\nforeign_common_jwt = {_text(foreign)}\n"
    )


def _text(value: str) -> str:
    """A TOML basic string, which for these values is written as in JSON."""
    return json.dumps(value)
