"""The vendor's bot configuration as an actor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import trustme

from conformance.target import Target, TargetError, load_target

HEAD = '[target]\nname = "pod"\n'
BOT = '[actors.bot]\nbdk_config = "bot/config.yaml"\n'


def loaded(folder: Path, config: str, target: str = HEAD + BOT) -> Target:
    (folder / "bot").mkdir(exist_ok=True)
    (folder / "bot" / "config.yaml").write_text(config)
    file = folder / "pod.toml"
    file.write_text(target)
    return load_target(file)


def complaint(folder: Path, config: str) -> str:
    with pytest.raises(TargetError) as caught:
        loaded(folder, config)
    message = str(caught.value)
    assert "\n" not in message
    return message.removeprefix(f"{folder / 'pod.toml'}: actors.bot.bdk_config: ")


@pytest.fixture
def key(tmp_path: Path, private_key: str) -> Path:
    """The bot's key, rsa/bot.pem in the folder of its configuration."""
    (tmp_path / "bot" / "rsa").mkdir(parents=True)
    (tmp_path / "bot" / "rsa" / "bot.pem").write_text(private_key)
    return tmp_path


def test_a_bot_is_an_actor_and_its_pod_the_target(key: Path, private_key: str) -> None:
    config = "host: acme.symphony.example\nbot: {username: my-bot, privateKey: {path: rsa/bot.pem}}\n"
    target = loaded(key, config)
    actor = target.actors["bot"]
    assert (actor.username, actor.private_key) == ("my-bot", private_key)
    assert target.apis == {"pod": "https://acme.symphony.example:443/pod"}
    assert target.login == "https://acme.symphony.example:443/login"


def test_parts_of_the_pod_on_hosts_of_their_own(key: Path) -> None:
    config = (
        "scheme: http\nhost: acme.example\nport: 8080\ncontext: /base/\n"
        "pod: {host: pod.example, port: 8443}\nsessionAuth: {host: auth.example, port: 8444}\n"
        "bot: {username: my-bot, privateKey: {path: rsa/bot.pem}}\n"
    )
    target = loaded(key, config)
    assert target.apis == {"pod": "http://pod.example:8443/base/pod"}
    assert target.login == "http://pod.example:8443/base/login"
    assert target.session_auth == "http://auth.example:8444/base/sessionauth"


def test_base_urls_of_the_target_file_come_first(key: Path) -> None:
    config = "host: acme.example\nbot: {username: my-bot, privateKey: {path: rsa/bot.pem}}\n"
    apis = '[apis.pod]\nbase_url = "http://other.example/pod"\n[login]\nbase_url = "http://other.example/login"\n'
    target = loaded(key, config, HEAD + apis + BOT)
    assert target.base_urls[:2] == ("http://other.example/pod", "http://other.example/login")


def test_variables_of_the_environment_are_put_in(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_NAME", "my-bot")
    bot = {"username": "${BOT_NAME}", "privateKey": {"path": "${BOT_KEYS:-rsa}/bot.pem"}}
    target = loaded(key, json.dumps({"host": "acme.example", "bot": bot}))
    assert target.actors["bot"].username == "my-bot"


def test_a_bot_with_a_certificate(tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    pem = tmp_path / "bot" / "bot.pem"
    trustme.CA().issue_cert("my-bot").private_key_and_cert_chain_pem.write_to_path(pem)
    target = loaded(
        tmp_path,
        "host: acme.example\nsessionAuth: {port: 8444}\n"
        "bot: {username: my-bot, certificate: {path: bot.pem}}\n",
    )
    actor = target.actors["bot"]
    assert actor.certificate is not None
    assert (actor.certificate.certificate_file, actor.private_key) == (pem, None)
    assert target.session_auth == "https://acme.example:8444/sessionauth"


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("host: [", "is not YAML or JSON; name the config.yaml of a bot"),
        ("host: a", "has no bot.username; add it"),
        ("bot: 5", "has no table bot; write it as one"),
        ("bot: {username: b}", "has neither bot.privateKey.path nor bot.certificate.path; add one"),
        ("bot: {username: b, privateKey: {path: x}}", "cannot be read (No such file or directory)"),
        ("bot: {username: b, privateKey: {content: hush}}", "is not a private key in PEM"),
        ("bot: {username: b, certificate: {path: b.p12}}", "b.p12 is PKCS #12; convert it to PEM"),
        ("bot: {username: '${UNSET_HERE}'}", "needs the environment variable UNSET_HERE; export it"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, config: str, words: str) -> None:
    full = config if config.startswith("host") else f"host: acme.example\n{config}"
    message = complaint(tmp_path, full)
    assert words in message
    assert "hush" not in message
