"""The feature entitlements of a user: what exists, and what a user has who was never changed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from conformance.reference_pod.records.users import User

FEATURES: Mapping[str, bool] = MappingProxyType(
    {
        "canChatWithFederatedAccount": False,
        "canCreateDatahose": False,
        "canCreateExternalRoomSharedHistory": False,
        "canCreateMultiLateralRoom": False,
        "canCreatePublicRoom": True,
        "canCreatePushedSignals": False,
        "canIntegrateEmail": False,
        "canJoinMultiLateralRoom": False,
        "canManageSignalSubscription": True,
        "canProjectInternalScreenShare": True,
        "canProjectInternalScreenShareMobile": True,
        "canReadDatahose": False,
        "canShareFilesExternally": False,
        "canSuppressMessage": False,
        "canUpdateAvatar": True,
        "canUpdateRoomHistoryProperty": False,
        "canUseCompactMode": True,
        "canUseFirehose": False,
        "canUseInternalAudio": True,
        "canUseInternalAudioMobile": True,
        "canUseInternalVideo": True,
        "canUseInternalVideoMobile": True,
        "canViewInternalScreenShare": True,
        "canViewInternalScreenShareMobile": True,
        "delegatesEnabled": True,
        "isExternalIMEnabled": True,
        "isExternalRoomEnabled": True,
        "mustBeRecorded": False,
        "postReadEnabled": True,
        "postWriteEnabled": True,
        "sendFilesEnabled": True,
    }
)
"""Every feature of a pod in alphabetical order, with its value for a new user."""


def has_feature(user: User, name: str) -> bool:
    """Whether this feature is enabled for the user; False for a name that the pod does not know."""
    return name in FEATURES and user.features.get(name, FEATURES[name])
