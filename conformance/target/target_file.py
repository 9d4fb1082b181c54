"""Reading target files: TOML, checked against a schema, with the secrets that they name."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs

from conformance.target.access_tables import access_of
from conformance.target.actor_tables import actor_of, bot_of
from conformance.target.base_url import base_url
from conformance.target.bdk import Bot
from conformance.target.errors import TargetError
from conformance.target.schema_errors import describe
from conformance.target.secret import find_secret, refuse_clear
from conformance.target.target import Access, Actor, Target

__all__ = ["Actor", "Target", "TargetError", "load_target", "target_schema"]

_SETTINGS = (
    "timeout_seconds",
    "rate_limit_per_second",
    "parallel_requests",
    "patience_seconds",
    "max_body_bytes",
)
_FOREIGN = ("expired_session_token", "expired_common_jwt", "foreign_common_jwt")


def load_target(path: str | Path) -> Target:
    """The target of a file; raises TargetError, one line, for anything that is wrong with it.

    The secrets that it names are read now, so that a run does not start without them. Relative paths start
    at the file's folder.
    """
    file = Path(path)
    try:
        return _target(file, _parsed(file))
    except TargetError as error:
        raise TargetError(f"{file}: {error}") from None


@cache
def target_schema() -> dict[str, Any]:
    """The JSON Schema of target files."""
    schema: dict[str, Any] = json.loads((files("conformance.target") / "target.schema.json").read_bytes())
    return schema


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
    refuse_clear(document)
    schema = target_schema()
    errors = list(jsonschema_rs.Draft202012Validator(schema).iter_errors(document))
    if errors:
        raise TargetError(describe(errors, schema))
    return document


def _target(file: Path, document: Mapping[str, Any]) -> Target:
    settings, folder = document["target"], file.parent
    tables = document.get("actors", {})
    bots = {name: bot_of(folder, name, table) for name, table in tables.items()}
    access = access_of(folder, "target", settings, Access())
    places = _places(document, [bot for bot in bots.values() if bot is not None])
    urls = {key: base_url(f"{key}.base_url", place["base_url"]) for key, place in places.items()}
    own = {urls[key]: access_of(folder, key, place, access) for key, place in places.items()}
    target = Target(
        name=settings["name"],
        disposable=settings.get("disposable", False),
        apis={key.partition(".")[2]: url for key, url in urls.items() if key.startswith("apis.")},
        login=urls.get("login"),
        session_auth=urls.get("session_auth"),
        actors={name: actor_of(folder, name, table, bots[name]) for name, table in tables.items()},
        foreign=_foreign(folder, document.get("foreign", {})),
        capabilities=dict(document.get("capabilities", {})),
        access=access,
        accesses={url: found for url, found in own.items() if found != access},
        file=file,
        allow=frozenset(switch for switch, on in document.get("allow", {}).items() if on),
        **{key: settings[key] for key in _SETTINGS if key in settings},
    )
    _check_credentials(target)
    return target


def _places(document: Mapping[str, Any], bots: list[Bot]) -> dict[str, Mapping[str, Any]]:
    """The tables with a base URL by their keys; those of the bots' own pod where the file names none."""
    places = {f"apis.{api}": place for api, place in document.get("apis", {}).items()}
    pods = {bot.pod for bot in bots if bot.pod}
    if not places:
        if len(pods) != 1:
            raise TargetError("apis: is missing; add it to the file as a table")
        places["apis.pod"] = {"base_url": f"{next(iter(pods))}/pod"}
    derived = {
        "login": {f"{url}/login" for url in pods},
        "session_auth": {f"{bot.session_auth}/sessionauth" for bot in bots if bot.session_auth},
    }
    for key, urls in derived.items():
        if key in document:
            places[key] = document[key]
        elif len(urls) == 1:
            places[key] = {"base_url": urls.pop()}
    return places


def _foreign(folder: Path, table: Mapping[str, Any]) -> dict[str, str]:
    found = {name: find_secret(folder, "foreign", table, name) for name in _FOREIGN}
    return {name: secret.token() for name, secret in found.items() if secret is not None}


def _check_credentials(target: Target) -> None:
    """Whether the actors can sign in to what the target names."""
    actors = list(target.actors.values())
    for actor in actors:
        if actor.private_key and target.login is None:
            raise TargetError(
                f"login.base_url: is missing; actors.{actor.name} needs it to sign in with its key"
            )
        if actor.certificate and target.session_auth is None:
            raise TargetError(
                f"session_auth.base_url: is missing; actors.{actor.name} needs it for its certificate"
            )
    if "pod" in target.apis and not any(actor.has_session for actor in actors):
        raise TargetError("actors: none can sign in to apis.pod; add one with private_key_file")
    if "profile-manager" in target.apis and not any(actor.common_jwt for actor in actors):
        if not any(actor.has_session for actor in actors):
            raise TargetError(
                "actors: none can sign in to apis.profile-manager; add one with private_key_file"
            )
        if target.login is None:
            raise TargetError("login.base_url: is missing; apis.profile-manager needs it for its tokens")
    if "community-connect" in target.apis and not any(actor.community_connect_token for actor in actors):
        raise TargetError(
            "actors: none has community_connect_token_env, _file or _command; "
            "add it to one, or leave out apis.community-connect"
        )
