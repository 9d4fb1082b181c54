"""The parts of a target file that describe actors: who they are, and what each signs in with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.target.access_tables import client_certificate, usable_certificate
from conformance.target.bdk import Bot, read_bot
from conformance.target.errors import TargetError
from conformance.target.keys import rsa_key
from conformance.target.secret import Secret, find_secret
from conformance.target.target import Actor

TOKENS = ("session_token", "common_jwt", "community_connect_token")
"""The tokens that an actor can be given."""


def actor_of(folder: Path, name: str, table: Mapping[str, Any], bot: Bot | None) -> Actor:
    """The actor of a table, with its secrets read; raises TargetError."""
    place = f"actors.{name}"
    key = find_secret(folder, place, table, "private_key")
    sources = {token: found for token in TOKENS if (found := find_secret(folder, place, table, token))}
    ways = [secret.key.rpartition(".")[2] for secret in (key, sources.get("session_token")) if secret]
    ways += [way for way in ("client_certificate_file", "bdk_config") if way in table]
    if len(ways) > 1:
        raise TargetError(f"{place}: has both {ways[0]} and {ways[1]}; keep one of them")
    if not ways and not sources:
        raise TargetError(
            f"{place}: has nothing to sign in with; add private_key_file (or session_token_env, "
            "client_certificate_file, bdk_config, common_jwt_env, community_connect_token_env)"
        )
    private_key = _private_key(folder, place, table, key)
    certificate = client_certificate(folder, place, table)
    username = table.get("username")
    if bot is not None:
        private_key, certificate, username = _from_bot(place, bot)
    if private_key is not None and username is None:
        raise TargetError(f"{place}.username: is missing; a private key signs in for a username, add it")
    given = {token: source.token() for token, source in sources.items()}
    return Actor(
        name=name,
        username=username,
        user_id=table.get("user_id"),
        private_key=private_key,
        certificate=certificate,
        session_token=given.get("session_token"),
        common_jwt=given.get("common_jwt"),
        community_connect_token=given.get("community_connect_token"),
        sources=sources,
    )


def bot_of(folder: Path, name: str, table: Mapping[str, Any]) -> Bot | None:
    """The bot of the vendor's configuration file that the table names; raises TargetError."""
    if "bdk_config" not in table:
        return None
    return read_bot(f"actors.{name}.bdk_config", folder / table["bdk_config"])


def _private_key(folder: Path, place: str, table: Mapping[str, Any], key: Secret | None) -> str | None:
    password = find_secret(folder, place, table, "private_key_password")
    if key is None:
        if password is not None:
            raise TargetError(f"{password.key}: is of no use without a private key; add private_key_file")
        return None
    return rsa_key(key.key, f"{key.read()}\n", password.read() if password else None)


def _from_bot(place: str, bot: Bot) -> tuple[str | None, Any, str]:
    key = f"{place}.bdk_config"
    if bot.private_key is not None:
        pem = bot.private_key.read() if isinstance(bot.private_key, Secret) else bot.private_key
        return rsa_key(key, f"{pem.strip()}\n", None), None, bot.username
    assert bot.certificate_file is not None
    return None, usable_certificate(key, bot.certificate_file, bot.certificate_file, None), bot.username
