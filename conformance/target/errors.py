"""What can go wrong before or instead of an answer; each message is one line for the reader."""


class TargetError(Exception):
    """The target file cannot be used; the message names the file, the key and what to do."""


class ProfileError(Exception):
    """There is no such profile, or not yet; the message names the profiles that there are."""


class Unreachable(Exception):
    """The target cannot be reached or used; the message names the place and the trouble."""


class SignInError(Exception):
    """An actor has no credential for an operation, or could not get one."""

    def __init__(self, actor: str, reason: str) -> None:
        super().__init__(f"actors.{actor}: {reason}")
        self.actor = actor
        self.reason = reason


class NotSent(Exception):
    """A request that the transport refused to send: nothing of it left this machine."""


class TargetGone(NotSent):
    """The target has stopped answering, and was asked in vain whether it lives; nothing is sent any more."""


class Withheld(NotSent):
    """The profile or the target file forbids what the request would do; the message says which of them."""

    def __init__(self, operation: str, reason: str) -> None:
        super().__init__(f"{operation}: {reason}")
        self.operation = operation
        self.reason = reason


class OutsideBaseUrl(NotSent):
    """The request's path would leave the base URL of its API."""


class Unsendable(NotSent):
    """HTTP cannot carry the request: an illegal method or a control character in a header."""


class NoSuchApi(NotSent):
    """The target file does not name the API of the operation: it is not applicable."""
