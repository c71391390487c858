"""Pictures of every page in both colours and two widths, with invented data: `python scripts/screenshots.py FOLDER`."""

import sys
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.interaction.browser import ARGUMENTS, CHROMIUM, PAGES, log_in
from tests.interaction.conftest import app_for, deps_for
from tests.interaction.fake_zgw import FakeRegisters

PORT = 8499


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    server = uvicorn.Server(uvicorn.Config(app_for(deps_for(FakeRegisters())), port=PORT, log_level="warning"))
    threading.Thread(target=server.run, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for scheme in ("licht", "donker"):
            for width in (1280, 390):
                shoot(browser, scheme, width, folder)
        browser.close()


def shoot(browser: Browser, scheme: str, width: int, folder: Path) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    for name, path, persona in PAGES:
        log_in(page, f"http://127.0.0.1:{PORT}", persona)
        separator = "&" if "?" in path else "?"
        page.goto(f"http://127.0.0.1:{PORT}{path}{separator}scherm={scheme}")
        page.screenshot(path=folder / f"{name}-{scheme}-{width}.png", full_page=True)
    page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
