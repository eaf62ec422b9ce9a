"""A person at a browser: goes to pages, and each page that they look at is checked."""

import io
import os
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.journeys.trial import Trial

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"wide": 1280, "narrow": 320}
TALLEST = 1400  # pixels of a picture; what is below is seen in the browser
AXE = Axe()
FOCUS = """() => {
  const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
  const words = it.labels?.length ? it.labels[0].innerText : it.getAttribute("aria-label") || it.innerText || it.value;
  const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {words: (words || "").trim(), tag: it.tagName, html: it.outerHTML.slice(0, 200),
          shows: outline && box.bottom > 0 && box.top < innerHeight};
}"""
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
        self.page.wait_for_load_state()
        return self

    def press(self, name: str | re.Pattern[str], *, within: str = "main") -> "Visitor":
        """Press a button by its words."""
        self.page.locator(within).get_by_role("button", name=name).first.click()
        self.page.wait_for_load_state()
        return self

    def fill(self, label: str | re.Pattern[str], value: str) -> "Visitor":
        """Fill in a field by its label."""
        self.page.locator("main").get_by_label(label).first.fill(value)
        return self

    def choose(self, label: str | re.Pattern[str], option: str) -> "Visitor":
        """Choose from a list by its label."""
        self.page.locator("main").get_by_label(label).first.select_option(label=option)
        return self

    def searches(self, words: str) -> "Visitor":
        """Search the whole site, from the top of any page."""
        self.page.locator("header").get_by_role("searchbox").fill(words)
        return self.press("Zoeken", within="header")

    def tick(self, label: str | re.Pattern[str]) -> "Visitor":
        """Tick a box or choose a round one."""
        self.page.locator("main").get_by_label(label).first.check()
        return self

    def sees(self, text: str | re.Pattern[str]) -> "Visitor":
        """The page says this."""
        expect(self.page.locator("body")).to_contain_text(text)
        return self

    def until_sees(self, text: str, seconds: int = 60) -> "Visitor":
        """Load the page again until the worker has done its part."""
        until = time.monotonic() + seconds
        while text not in (self.page.locator("body").text_content() or "") and time.monotonic() < until:
            time.sleep(0.5)
            self.page.reload()
        return self.sees(text)

    def misses(self, text: str) -> "Visitor":
        """The page does not say this."""
        expect(self.page.locator("body")).not_to_contain_text(text)
        return self

    def opens_mail(self, to: str, subject: str) -> "Visitor":
        """Find the newest mail to this address in the outbox of the trial installation, and open it."""
        return self.go(f"/desk/outbox/?q={quote(to)}").follow(re.compile(re.escape(subject)))

    def tab_to(self, name: str | re.Pattern[str]) -> "Visitor":
        """Go on with the Tab key until the focus is on this; each stop on the way must show."""
        wanted = name if isinstance(name, re.Pattern) else re.compile(re.escape(name))
        self.page.wait_for_load_state()
        for _stop in range(120):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            assert focus["tag"] == "BODY" or focus["shows"], (
                f"{self.page.url}: no visible focus {focus['html']}"
            )
            if wanted.search(focus["words"]):
                return self
        raise AssertionError(f"{self.page.url}: the Tab key does not reach {name}")

    def enters(self) -> "Visitor":
        """Press Enter on what has the focus, and come where it leads."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def key(self, name: str) -> "Visitor":
        """Press a key, on what has the focus."""
        self.page.keyboard.press(name)
        return self

    def type(self, words: str) -> "Visitor":
        """Type with the keyboard, in whatever has the focus."""
        self.page.keyboard.type(words)
        return self

    def main(self) -> Locator:
        """The page's own part."""
        return self.page.locator("main")

    def look(self, picture: str = "") -> "Visitor":
        """Check this page wide and narrow: axe, no scrolling sideways, nothing said in the console."""
        self.page.wait_for_load_state()
        for width_name, width in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": 900})
            over = self.page.evaluate(SCROLLS)
            assert over <= 0, f"{self.page.url} is {over} px wider than {width} px"
            self._audit(width_name)
            if picture and os.environ.get("PICTURES"):
                self._take(PICTURES / f"{picture}-{width_name}.png", width)
        self.page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})
        assert not self.complaints, "\n".join(self.complaints)
        return self

    def _take(self, path: Path, width: int) -> None:
        """A picture of the page's first part, in few colours: small enough to keep with the code."""
        height = min(TALLEST, self.page.evaluate("document.documentElement.scrollHeight"))
        taken = self.page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.open(io.BytesIO(taken)).convert("RGB").quantize(128).save(path, optimize=True)

    def _audit(self, width_name: str) -> None:
        found = AXE.run(self.page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
        faults = [
            f"{fault['id']}: {fault['help']}\n    "
            + "\n    ".join(node["html"][:200] for node in fault["nodes"][:4])
            for fault in found.response["violations"]
        ]
        assert not faults, f"{self.page.url} ({width_name}):\n" + "\n".join(faults)
