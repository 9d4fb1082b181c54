"""What the areas that deal with users share: finding accounts, their rules, keys and wire forms."""
