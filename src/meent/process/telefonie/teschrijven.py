"""What the registers must still be told: in the order in which it was asked, again when they were away.

A register that is away keeps everything of that conversation waiting. One that refuses does not: what was refused stays
in the journal with the reason, is said once in the log, and is tried again when the node starts.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from meent.integration.telefooncentrale.rijen import OpdrachtRij
from meent.process.telefonie.journaal import Journaal
from meent.process.telefonie.toestand import Opdracht, VoorRegister

OPNIEUW_SECONDEN = 30

log = logging.getLogger(__name__)
Sleutel = tuple[str, int, int]


class RegisterWeg(Exception):
    """Het register nam de opdracht niet aan; die wordt later nog eens gegeven."""


class RegisterWeigert(Exception):
    """Het register wil deze opdracht niet; opnieuw geven helpt niet. De reden staat erbij."""


class Register(Protocol):
    """What the contact centre writes in the registers. Given twice with the same key, it has one effect."""

    async def schrijf(self, tenant: int, gesprek: str, sleutel: str, opdracht: VoorRegister) -> None:
        """raises RegisterWeg when it must be tried again, RegisterWeigert when that would not help."""


class TeSchrijven:
    """The commands for the registers of one node."""

    def __init__(self, register: Register, journaal: Journaal, now: Callable[[], datetime]) -> None:
        self.register, self.journaal, self.now = register, journaal, now
        self.volgende: datetime | None = None
        self._wacht: dict[Sleutel, tuple[int, OpdrachtRij, Opdracht]] = {}

    def voeg_toe(self, tenant: int, rij: OpdrachtRij, opdracht: Opdracht) -> None:
        """This is stored, and must be told."""
        self._wacht[rij.gesprek, rij.versie, rij.nummer] = (tenant, rij, opdracht)
        self.volgende = self.volgende or self.now()

    async def schrijf(self) -> None:
        """Tell what is due; what is not taken waits, and all of its conversation with it."""
        if self.volgende is None or self.volgende > self.now():
            return
        self.volgende = None
        weg: set[str] = set()
        for sleutel in sorted(self._wacht):
            tenant, rij, opdracht = self._wacht[sleutel]
            if rij.gesprek in weg or not isinstance(opdracht, VoorRegister):
                continue
            try:
                await self._schrijf(tenant, rij, opdracht)
            except RegisterWeg as fout:
                log.warning("register_weg", extra={"gesprek": rij.gesprek, "soort": rij.soort, "fout": str(fout)})
                weg.add(rij.gesprek)
            except Exception:  # not understood, so not thrown away either
                log.exception("register_hapert", extra={"gesprek": rij.gesprek, "soort": rij.soort})
                weg.add(rij.gesprek)
            else:
                del self._wacht[sleutel]
        if weg:
            self.volgende = self.now() + timedelta(seconds=OPNIEUW_SECONDEN)

    async def _schrijf(self, tenant: int, rij: OpdrachtRij, opdracht: VoorRegister) -> None:
        try:
            await self.register.schrijf(tenant, rij.gesprek, f"{rij.gesprek}/{rij.versie}/{rij.nummer}", opdracht)
        except RegisterWeigert as fout:
            log.error("register_weigert", extra={"gesprek": rij.gesprek, "soort": rij.soort, "fout": str(fout)})
            await self.journaal.parkeer(tenant, rij, str(fout))
        else:
            await self.journaal.gedaan(tenant, [rij])
