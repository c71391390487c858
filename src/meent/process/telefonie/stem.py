"""The sounds of a policy as files: a prompt is spoken by espeak-ng, what has no text is a tone."""

from collections.abc import Callable
from pathlib import Path

from meent.integration.telefooncentrale.geluid import toon, zeg
from meent.process.telefonie.beleid import Beleid

TOON_HZ, TOON_SECONDEN = 440.0, 2.0


class Stem:
    """Makes a file at the first time that it is heard; a new version of a prompt has a new name, so a new file.

    beleid   of a municipality; None when it has none
    """

    def __init__(self, beleid: Callable[[int], Beleid | None]) -> None:
        self.beleid = beleid

    def __call__(self, adres: str, folder: Path) -> Path:
        """The file in this folder of a sound by its address, such as 7/welkom.nl.1 (see `Beleid.adres_van`).

        raises CentraleFout when it cannot be spoken
        """
        path = folder / f"{adres}.wav"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            tenant, _, rest = adres.partition("/")
            naam, taal, _ = rest.rsplit(".", 2)
            beleid = self.beleid(int(tenant))
            geluid = beleid.geluiden.get(naam) if beleid else None
            if geluid and geluid.tekst:
                zeg(path, geluid.tekst, taal)
            else:
                toon(path, TOON_HZ, TOON_SECONDEN)
        return path
