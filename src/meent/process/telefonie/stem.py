"""The sounds of a policy as files: a recording, a text spoken by espeak-ng, or a tone for what has neither."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from meent.integration.telefooncentrale.beleidboek import OpnameSleutel
from meent.integration.telefooncentrale.geluid import bewaar, toon, zeg
from meent.process.telefonie.beleid import Beleid

TOON_HZ, TOON_SECONDEN = 440.0, 2.0


async def geen_opname(tenant: int, sleutel: OpnameSleutel) -> bytes | None:
    """For a policy without recordings."""
    return None


class Stem:
    """Makes a file at the first time that it is heard; a new version of a prompt has a new name, so a new file.

    beleid   of a municipality; None when it has none
    opname   what somebody recorded
    folder   where the media server reads; None when it makes no sound
    """

    def __init__(
        self,
        beleid: Callable[[int], Beleid | None],
        opname: Callable[[int, OpnameSleutel], Awaitable[bytes | None]] = geen_opname,
        folder: Path | None = None,
    ) -> None:
        self.beleid, self.opname, self.folder = beleid, opname, folder
        self._teksten: dict[str, str] = {}

    async def bereid(self, tenant: int, beleid: Beleid) -> None:
        """Before anybody can hear this version: its recordings become files, and its texts are remembered.

        A caller who came in under an older version may be the first to hear a prompt, when its text is another already.
        """
        for naam, geluid in beleid.geluiden.items():
            self._teksten |= {beleid.adres_van(naam, tenant, taal): geluid.tekst_in(taal) for taal in geluid.duur}
            for taal in geluid.opgenomen if self.folder else ():
                await self._leg_klaar(tenant, OpnameSleutel(naam, taal, geluid.versie), beleid)

    async def _leg_klaar(self, tenant: int, sleutel: OpnameSleutel, beleid: Beleid) -> None:
        assert self.folder is not None
        path = self.folder / f"{beleid.adres_van(sleutel.geluid, tenant, sleutel.taal)}.wav"
        if not path.exists() and (inhoud := await self.opname(tenant, sleutel)):
            bewaar(path, inhoud)

    def __call__(self, adres: str, folder: Path) -> Path:
        """The file in this folder of a sound by its address, such as 7/welkom.nl.1 (see `Beleid.adres_van`).

        raises CentraleFout when it cannot be spoken
        """
        path = folder / f"{adres}.wav"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            tenant, _, rest = adres.partition("/")
            naam, taal, _ = rest.rsplit(".", 2)
            if tekst := self._teksten.get(adres, self._nu(int(tenant), naam, taal)):
                zeg(path, tekst, taal)
            else:
                toon(path, TOON_HZ, TOON_SECONDEN)
        return path

    def _nu(self, tenant: int, naam: str, taal: str) -> str:
        beleid = self.beleid(tenant)
        geluid = beleid.geluiden.get(naam) if beleid else None
        return geluid.tekst_in(taal) if geluid else ""
