"""Reading target files: TOML, checked against a schema, with key material resolved."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from conformance.target.errors import TargetError
from conformance.target.schema_errors import describe
from conformance.target.target import Actor, Target

__all__ = ["Actor", "Target", "TargetError", "load_target"]

_SETTINGS = (
    "timeout_seconds",
    "rate_limit_per_second",
    "parallel_requests",
    "patience_seconds",
    "max_body_bytes",
    "verify_tls",
)
_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?|[0-9a-f:.]*:[0-9a-f:.]*")
_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)*/?")
_SESSION_SOURCES = ("private_key", "private_key_file", "session_token", "session_token_env")


def load_target(path: str | Path) -> Target:
    """The target of a file; raises TargetError, one line, for anything that is wrong with it.

    Environment variables and key files that the file names are read now, so that a run does not
    start without them. Relative paths start at the file's folder.
    """
    file = Path(path)
    try:
        return _target(file, _parsed(file))
    except TargetError as error:
        raise TargetError(f"{file}: {error}") from None


def _parsed(file: Path) -> dict[str, Any]:
    try:
        text = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise TargetError("no such file; name an existing target file with --target") from None
    except OSError as error:
        raise TargetError(f"cannot be read ({error.strerror}); name a readable file with --target") from None
    except UnicodeDecodeError as error:
        raise TargetError(f"is not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TargetError(f"is not TOML: {error}; mend that line") from None
    schema = json.loads((files("conformance.target") / "target.schema.json").read_bytes())
    errors = list(jsonschema_rs.Draft202012Validator(schema).iter_errors(document))
    if errors:
        raise TargetError(describe(errors, schema))
    return document


def _target(file: Path, document: Mapping[str, Any]) -> Target:
    settings = document["target"]
    apis = {
        api: _base_url(f"apis.{api}.base_url", place["base_url"]) for api, place in document["apis"].items()
    }
    login = document.get("login")
    actors = {name: _actor(file, name, table) for name, table in document.get("actors", {}).items()}
    target = Target(
        name=settings["name"],
        disposable=settings.get("disposable", False),
        apis=apis,
        login=_base_url("login.base_url", login["base_url"]) if login else None,
        actors=actors,
        foreign=dict(document.get("foreign", {})),
        ca_file=_ca_file(file, settings.get("ca_file")),
        file=file,
        **{key: settings[key] for key in _SETTINGS if key in settings},
    )
    _check_credentials(target)
    return target


def _base_url(key: str, url: str) -> str:
    remedy = "write it like https://pod.example.com:443/pod"
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise TargetError(f"{key}: '{url}' is not a URL ({error}); {remedy}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise TargetError(f"{key}: '{url}' is not an http or https URL; {remedy}")
    if parts.username is not None or parts.password is not None:
        raise TargetError(f"{key}: a URL with a user or password is not taken; {remedy}")
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise TargetError(f"{key}: '{url}' has a query or fragment; {remedy}")
    if port == 0 or not _HOST.fullmatch(host) or not _PATH.fullmatch(parts.path):
        raise TargetError(f"{key}: '{url}' is not a plain URL; {remedy}")
    return url.rstrip("/")


def _ca_file(file: Path, name: str | None) -> Path | None:
    if name is None:
        return None
    found = file.parent / name
    if not found.is_file():
        raise TargetError(f"target.ca_file: no file {found}; name the PEM file of the certificate authority")
    return found


def _actor(file: Path, name: str, table: Mapping[str, Any]) -> Actor:
    place = f"actors.{name}"
    sources = [key for key in _SESSION_SOURCES if key in table]
    if len(sources) > 1:
        raise TargetError(f"{place}: has both {' and '.join(sources)}; keep one of them")
    bearers = [key for key in ("community_connect_token", "community_connect_token_env") if key in table]
    if len(bearers) > 1:
        raise TargetError(f"{place}: has both {' and '.join(bearers)}; keep one of them")
    if not sources and not bearers:
        raise TargetError(
            f"{place}: has nothing to sign in with; add private_key_file (or private_key, session_token, "
            "session_token_env, community_connect_token)"
        )
    private_key = _private_key(file, place, table)
    if private_key is not None and "username" not in table:
        raise TargetError(f"{place}.username: is missing; a private key signs in for a username, add it")
    return Actor(
        name=name,
        username=table.get("username"),
        user_id=table.get("user_id"),
        private_key=private_key,
        session_token=_given(place, table, "session_token"),
        community_connect_token=_given(place, table, "community_connect_token"),
    )


def _private_key(file: Path, place: str, table: Mapping[str, Any]) -> str | None:
    if "private_key_file" in table:
        key, found = f"{place}.private_key_file", file.parent / table["private_key_file"]
        try:
            pem = found.read_text(encoding="ascii")
        except OSError as error:
            raise TargetError(
                f"{key}: {found} cannot be read ({error.strerror}); name the PEM file"
            ) from None
        except UnicodeDecodeError:
            raise TargetError(f"{key}: {found} is not PEM text; convert the key to PEM") from None
    elif "private_key" in table:
        key, pem = f"{place}.private_key", table["private_key"]
    else:
        return None
    try:
        loaded = _loaded(pem)
    except TypeError:
        raise TargetError(f"{key}: the key has a password; give one without (openssl pkey -in KEY)") from None
    except (ValueError, UnsupportedAlgorithm):
        raise TargetError(f"{key}: is not a private key in PEM; give the whole file, BEGIN to END") from None
    if not isinstance(loaded, RSAPrivateKey):
        raise TargetError(f"{key}: is not an RSA key; pods take RSA keys of 4096 bits")
    return str(pem)


@cache
def _loaded(pem: str) -> PrivateKeyTypes:
    """The key, read once: actors may share one, and checking it takes longer than all else."""
    return load_pem_private_key(pem.encode("utf-8"), password=None)


def _given(place: str, table: Mapping[str, Any], key: str) -> str | None:
    if key in table:
        return str(table[key])
    variable = table.get(f"{key}_env")
    if variable is None:
        return None
    value = os.environ.get(variable, "").strip()
    if not value:
        raise TargetError(f"{place}.{key}_env: environment variable {variable} is not set; export it")
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise TargetError(
            f"{place}.{key}_env: environment variable {variable} holds no token; mend its value"
        )
    return value


def _check_credentials(target: Target) -> None:
    """Whether the actors can sign in to what the target names."""
    signing = [actor.name for actor in target.actors.values() if actor.private_key]
    if signing and target.login is None:
        raise TargetError(f"login.base_url: is missing; actors.{signing[0]} needs it to sign in with its key")
    sessions = signing or [actor.name for actor in target.actors.values() if actor.session_token]
    needing = [api for api in target.apis if api != "community-connect"]
    if needing and not sessions:
        raise TargetError(f"actors: none can sign in to apis.{needing[0]}; add one with private_key_file")
    if "profile-manager" in target.apis and target.login is None:
        raise TargetError("login.base_url: is missing; apis.profile-manager needs it for its tokens")
    bearers = any(actor.community_connect_token for actor in target.actors.values())
    if "community-connect" in target.apis and not bearers:
        raise TargetError(
            "actors: none has community_connect_token or community_connect_token_env; "
            "add it to one, or leave out apis.community-connect"
        )
