"""The one way from above to any register: ours in this process, later another supplier's over HTTP."""

from meent.integration.zgw.client import Inhoud, Zgw
from meent.integration.zgw.work import Work, ZgwFout

__all__ = ["Inhoud", "Work", "Zgw", "ZgwFout"]
