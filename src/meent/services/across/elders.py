"""What comes along with a type from the catalogue of another supplier: rules look at all of it (decision 0024)."""

ALONG: dict[str, tuple[str, ...]] = {"ZaakType": ("StatusType", "ZaakTypeInformatieObjectType")}
"""Which statustype is the last (Z-11) and which documents belong (Z-31) is told by the others of the zaaktype."""
