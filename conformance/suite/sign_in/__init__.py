"""The sign-in family: valid requests with credentials that are none."""
