"""The vendor's Python client for each actor of a pod, with a record of the operations its calls reach."""

from __future__ import annotations

import inspect
import typing
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from symphony.bdk.core.config.model.bdk_config import BdkConfig
from symphony.bdk.core.symphony_bdk import SymphonyBdk
from symphony.bdk.ext.group import SymphonyGroupBdkExtension
from symphony.bdk.gen.pod_api.disclaimer_api import DisclaimerApi
from symphony.bdk.gen.pod_model.user_detail import UserDetail

from tests.client.pod import CERTIFICATE, MANIFEST, ServedPod

_MISDECLARED = {"users.list_all_user_details_by_filter": UserDetail}
"""Calls that yield items of another type than they declare, with the type that the document has for them."""


def config(port: int, actor: Mapping[str, Any], folder: Path) -> BdkConfig:
    """A configuration of the client that knows no other server than the one on this port.

    Its manifest and the certificates that it trusts are in the folder. http needs no certificates, but
    the client reads them once for each of its eight connections, and those of the system take a while.
    """
    key = {"path": str(folder / actor["private_key_file"])}
    return BdkConfig(
        scheme="http",
        host="127.0.0.1",
        port=port,
        ssl={"trustStore": {"path": str(folder / CERTIFICATE)}},
        manifest=str(folder / MANIFEST),
        bot={"username": actor["username"], "privateKey": key},
        app={"appId": "market-news", "privateKey": key},
        retry={"maxAttempts": 2, "initialIntervalMillis": 1, "maxIntervalMillis": 1},
    )


def services_of(bdk: SymphonyBdk) -> dict[str, Any]:
    """The parts of the client that use the pod."""
    names = ("applications", "connections", "messages", "presence", "sessions", "streams", "users")
    bdk.extensions().register(SymphonyGroupBdkExtension)
    return {
        **{name: getattr(bdk, name)() for name in names},
        "groups": _with_plain_settings(bdk.extensions().service(SymphonyGroupBdkExtension)),
        "authenticator": bdk.app_authenticator(),
        # the client has generated code for the disclaimers of the company, and no service
        "disclaimers": DisclaimerApi(bdk._pod_client),
    }


def _with_plain_settings(groups: Any) -> Any:
    """The group extension with a bearer token that needs no event loop to be read.

    Version 3.0.0 of the client runs a loop inside the running one to read it, so every call fails. Here the
    first call goes out without a token; the 401 makes the client get one, as it does when a token has ended.
    """
    tokens = groups._oauth_session

    def settings() -> dict[str, dict[str, str]]:
        value = f"Bearer {tokens._bearer_token or ''}"
        return {"bearerAuth": {"in": "header", "type": "bearer", "key": "Authorization", "value": value}}

    groups._group_api.api_client.configuration.auth_settings = settings
    return groups


@dataclass(frozen=True)
class Recorded:
    """A part of the client that notes which operations each call reaches, and checks the types of answers."""

    name: str
    service: Any
    exchanges: list[tuple[str, int]]
    calls: dict[str, set[str]]

    def __getattr__(self, method: str) -> Callable[..., Any]:
        function = getattr(self.service, method)
        call = f"{self.name}.{method}"
        declared = typing.get_type_hints(function).get("return", Any)

        async def recorded(*arguments: Any, **named: Any) -> Any:
            start = len(self.exchanges)
            try:
                answer = await function(*arguments, **named)
            finally:
                self._note(call, start)
            if inspect.isasyncgen(answer):
                return self._items(call, answer, _MISDECLARED.get(call, typing.get_args(declared)[0]))
            no_content = answer is None and self.exchanges[-1][1] == 204
            assert no_content or _is_a(answer, declared), f"{call}: {answer!r} is not a {declared}"
            return answer

        return recorded

    async def _items(self, call: str, items: AsyncIterator[Any], declared: Any) -> AsyncIterator[Any]:
        start = len(self.exchanges)
        async for item in items:
            assert _is_a(item, declared), f"{call}: {item!r} is not a {declared}"
            yield item
        self._note(call, start)

    def _note(self, call: str, start: int) -> None:
        operations = {operation for operation, _ in self.exchanges[start:] if not operation.startswith("/")}
        self.calls.setdefault(call, set()).update(operations)


def _is_a(value: Any, declared: Any) -> bool:
    """Whether a value is of the type that the client declares, with the items of a list."""
    if declared is Any:
        return True
    if declared is None or declared is type(None):
        return value is None
    if typing.get_origin(declared) is list:
        (item,) = typing.get_args(declared)
        return isinstance(value, list) and all(_is_a(element, item) for element in value)
    # by name: of models with the same name in two APIs the client often takes the one of the other API
    return declared.__name__ in {base.__name__ for base in type(value).__mro__}


class Bot:
    """One actor of the pod behind the vendor's client, whose parts are attributes."""

    applications: Recorded
    authenticator: Recorded
    connections: Recorded
    disclaimers: Recorded
    groups: Recorded
    messages: Recorded
    presence: Recorded
    sessions: Recorded
    streams: Recorded
    users: Recorded

    def __init__(self, served: ServedPod, actor: str, calls: dict[str, set[str]]) -> None:
        settings = served.target["actors"][actor]
        self.id: int = settings["user_id"]
        self.bdk = SymphonyBdk(config(served.port, settings, served.folder))
        for name, service in services_of(self.bdk).items():
            setattr(self, name, Recorded(name, service, served.exchanges, calls))

    async def session_token(self) -> str:
        """The token of the session in which the services work."""
        return str(await self.bdk.bot_session().session_token)


@dataclass
class Bots:
    """The actors of one pod, each signing in when it first calls, and the operations their calls reach."""

    served: ServedPod
    calls: dict[str, set[str]] = field(default_factory=dict)
    _open: dict[str, Bot] = field(default_factory=dict)

    async def close(self) -> None:
        """Close the connections of all clients."""
        for bot in self._open.values():
            await bot.bdk.close_clients()

    @property
    def admin(self) -> Bot:
        """Has every role of the home tenant."""
        return self._bot("admin")

    @property
    def user(self) -> Bot:
        """An ordinary user of the home tenant."""
        return self._bot("user")

    @property
    def colleague(self) -> Bot:
        """Another ordinary user of the home tenant."""
        return self._bot("colleague")

    @property
    def stranger(self) -> Bot:
        """An ordinary user of the other pod."""
        return self._bot("stranger")

    @property
    def nobody(self) -> Bot:
        """A user of the home tenant without any role."""
        return self._bot("nobody")

    def _bot(self, actor: str) -> Bot:
        if actor not in self._open:
            self._open[actor] = Bot(self.served, actor, self.calls)
        return self._open[actor]
