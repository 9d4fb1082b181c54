"""The one exception for documents, overlays and data rows that cannot be used."""


class SpecError(Exception):
    """A specification file is unusable; the message is one line naming file, place and remedy."""
