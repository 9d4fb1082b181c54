"""The target: its file, its actors, and the one transport through which every request goes."""

from conformance.target.errors import (
    NoSuchApi,
    NotSent,
    OutsideBaseUrl,
    ProfileError,
    SignInError,
    TargetError,
    TargetGone,
    Unreachable,
    Unsendable,
    Withheld,
)
from conformance.target.exchange import Anonymous, AsActor, Credential, Exchange, Raw, Request, Response
from conformance.target.preflight import check_reachable
from conformance.target.profile import Profile, find_profile, profiles
from conformance.target.recorder import Recorder
from conformance.target.redaction import Redactor
from conformance.target.target import Actor, Target
from conformance.target.target_file import load_target
from conformance.target.transport import Transport

__all__ = [
    "Actor",
    "Anonymous",
    "AsActor",
    "Credential",
    "Exchange",
    "NoSuchApi",
    "NotSent",
    "OutsideBaseUrl",
    "Profile",
    "ProfileError",
    "Raw",
    "Recorder",
    "Redactor",
    "Request",
    "Response",
    "SignInError",
    "Target",
    "TargetError",
    "TargetGone",
    "Transport",
    "Unreachable",
    "Unsendable",
    "Withheld",
    "check_reachable",
    "find_profile",
    "load_target",
    "profiles",
]
