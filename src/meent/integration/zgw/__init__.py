"""The one way from above to any register: ours in this process, later another supplier's over HTTP."""

from meent.integration.zgw.client import Zgw, ZgwFout

__all__ = ["Zgw", "ZgwFout"]
