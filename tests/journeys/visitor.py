"""A person at a browser: goes to pages, and each page that they look at is checked."""

import os
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.journeys.trial import Trial

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"wide": 1280, "narrow": 320}
SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """One person with one browser window."""

    def __init__(self, page: Page, trial: Trial) -> None:
        self.page, self.trial = page, trial
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _hear(self, message: Any) -> None:
        if message.type == "error" and not re.search(r"status of (4\d\d)", message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str, status: int = 200) -> "Visitor":
        """Open an address, and expect this answer."""
        response = self.page.goto(self.trial.address + path if path.startswith("/") else path)
        assert response is not None
        assert response.status == status, f"{path} answers {response.status}"
        return self

    def become(self, label: str) -> "Visitor":
        """Look as another person by the role switcher of the trial installation."""
        self.page.locator(".switcher summary").click()
        self.page.locator(".switcher button", has_text=label).first.click()
        return self

    def follow(self, name: str | re.Pattern[str], *, within: str = "main") -> "Visitor":
        """Follow a link by its words."""
        self.page.locator(within).get_by_role("link", name=name).first.click()
        return self

    def press(self, name: str | re.Pattern[str], *, within: str = "main") -> "Visitor":
        """Press a button by its words."""
        self.page.locator(within).get_by_role("button", name=name).first.click()
        return self

    def fill(self, label: str | re.Pattern[str], value: str) -> "Visitor":
        """Fill in a field by its label."""
        self.page.locator("main").get_by_label(label).first.fill(value)
        return self

    def choose(self, label: str | re.Pattern[str], option: str) -> "Visitor":
        """Choose from a list by its label."""
        self.page.locator("main").get_by_label(label).first.select_option(label=option)
        return self

    def tick(self, label: str | re.Pattern[str]) -> "Visitor":
        """Tick a box or choose a round one."""
        self.page.locator("main").get_by_label(label).first.check()
        return self

    def sees(self, text: str | re.Pattern[str]) -> "Visitor":
        """The page says this."""
        expect(self.page.locator("body")).to_contain_text(text)
        return self

    def misses(self, text: str) -> "Visitor":
        """The page does not say this."""
        expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def main(self) -> Locator:
        """The page's own part."""
        return self.page.locator("main")

    def look(self, picture: str = "") -> "Visitor":
        """Check this page wide and narrow: axe, no scrolling sideways, nothing said in the console."""
        for width_name, width in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": 900})
            over = self.page.evaluate(SCROLLS)
            assert over <= 0, f"{self.page.url} is {over} px wider than {width} px"
            self._audit(width_name)
            if picture and os.environ.get("PICTURES"):
                PICTURES.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=PICTURES / f"{picture}-{width_name}.png", full_page=width > 600)
        self.page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})
        assert not self.complaints, "\n".join(self.complaints)
        return self

    def _audit(self, width_name: str) -> None:
        found = Axe().run(self.page, options={"runOnly": WCAG})
        faults = [
            f"{fault['id']}: {fault['help']}\n    "
            + "\n    ".join(node["html"][:200] for node in fault["nodes"][:4])
            for fault in found.response["violations"]
        ]
        assert not faults, f"{self.page.url} ({width_name}):\n" + "\n".join(faults)
