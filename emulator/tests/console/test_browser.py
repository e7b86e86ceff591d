"""The console in a real browser: what scripts, style and keys do, and that nothing is loaded from elsewhere.

Skipped where there is no Chromium. With the variable CONSOLE_PICTURES, the pictures of the docs are written into the
folder that it names.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from asking import envelope, invoice, line
from browsing import Browsing
from chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSER = chromium()
pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium is installed: apt-get install chromium, or name one in CHROMIUM"
)

READ = "<read><object>CUSTOMER</object><keys>1</keys><fields>NAME</fields></read>"
UNKNOWN_PROJECT = invoice("INV-1042", lines=line("1250.00") + line("99.50", more="<PROJECTID>P-9999</PROJECTID>"))
PICTURES = os.environ.get("CONSOLE_PICTURES", "")
SIZE = {"width": 1240, "height": 780}


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One browser for these tests, and gone after them: as long as it is there, an event loop seems to run. It has no
    sandbox, which containers do not let it have."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of: scripts that failed, and whatever the policy kept from being loaded."""
    return []


@pytest.fixture
def page(browser: "Browser", browse: Browsing, complaints: list[str]) -> Iterator["Page"]:
    """A page of an emulator's console. A complaint, or a request to anywhere else, fails the test."""
    context = browser.new_context(viewport=SIZE, base_url=browse.emulator.address, color_scheme="light")  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(60_000)  # on a busy machine
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    own = browse.emulator.address
    page.on("request", lambda asked: None if asked.url.startswith(own) else complaints.append(asked.url))
    yield page
    context.close()
    assert complaints == []


def picture(page: "Page", name: str) -> None:
    """Keeps a picture for the docs, if pictures are wanted."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"console-{name}.png")


def fill(browse: Browsing) -> None:
    """Some requests of all kinds."""
    browse.ask(envelope("<getAPISession/>"))
    browse.ask(envelope(invoice("INV-1041", lines=line("1250.00") + line("99.50"))))
    browse.ask(envelope("<readByQuery><object>CUSTOMER</object><fields>*</fields><query></query></readByQuery>"))
    browse.ask(envelope("<installApp><appxml>x</appxml></installApp>"))
    browse.ask(envelope(READ, password="wrong-password"))
    browse.ask(envelope("<read><fields>*</fields><object>CUSTOMER</object></read>"))
    browse.ask(envelope(UNKNOWN_PROJECT))


def test_requests_appear_by_themselves(page: "Page", browse: Browsing) -> None:
    """The list hears of a request and shows it; paused, it does not."""
    page.goto("/_emulator/")
    page.wait_for_selector("#live[data-state=on]")
    assert "Waiting for the first request" in page.inner_text("main")
    fill(browse)
    page.wait_for_selector("table.list tbody tr:nth-child(7)")
    picture(page, "requests")
    page.click("#live")
    browse.ask(envelope(READ))
    page.wait_for_timeout(1200)
    assert page.locator("table.list tbody tr").count() == 7
    page.click("#live")
    page.wait_for_selector("table.list tbody tr:nth-child(8)")


def test_typing_filters_the_list(page: "Page", browse: Browsing) -> None:
    """While the words are typed, in place: the field keeps the cursor, the address is that of what is shown."""
    fill(browse)
    page.goto("/_emulator/")
    page.keyboard.press("/")
    page.keyboard.type("P-9999")
    page.wait_for_selector("text=1 request of 7 that are kept")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.url.endswith("/_emulator/?q=P-9999&outcome=&company=&function=")
    page.select_option("select[name=outcome]", "success")
    page.wait_for_selector("text=No request fits")


def test_rows_are_walked_with_keys(page: "Page", browse: Browsing) -> None:
    """`j` and `k` move the focus, Enter opens; the focus stays on its row when new requests arrive."""
    fill(browse)
    page.goto("/_emulator/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    focused = page.evaluate("document.activeElement.id")
    assert focused == "row-7"
    browse.ask(envelope(READ))
    page.wait_for_selector("#row-8")
    page.wait_for_function("document.activeElement.id === 'row-7'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/requests/**")


def test_the_reason_leads_to_the_element(page: "Page", browse: Browsing) -> None:
    """A click on the place shows the line that is to blame."""
    fill(browse)
    page.goto("/_emulator/")
    page.click("#row-7")
    page.wait_for_selector("#why-1")
    picture(page, "request")
    page.click("#why-1 a[href^='#q']")
    marked = page.locator("li.bad")
    assert "P-9999" in marked.inner_text()
    assert marked.evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_sending_again_leads_to_the_new_exchange(page: "Page", browse: Browsing) -> None:
    """The browser's own form passes the protections of the port."""
    fill(browse)
    page.goto(browse.latest())
    page.click("text=Send again")
    page.wait_for_url("**/console/requests/replay-*")
    assert "P-9999" in page.inner_text("#why-1")
    with page.expect_download() as download:
        page.click("text=Make a repro of this")
    assert download.value.suggested_filename == "request-8.zip"


def test_what_is_lost_for_good_is_asked_about(page: "Page", browse: Browsing) -> None:
    """A dialogue before a company is deleted; who says no keeps it."""
    browse.emulator.companies.create("blank", "mine")
    page.goto("/_emulator/console/companies")
    delete = page.locator("tr", has_text="mine").locator("text=Delete")
    page.once("dialog", lambda dialog: dialog.dismiss())
    delete.click()
    page.wait_for_timeout(200)
    assert browse.emulator.companies.access("mine").company_id == "mine"
    page.once("dialog", lambda dialog: dialog.accept())
    delete.click()
    page.wait_for_selector("tr:has-text('mine')", state="detached")


def test_records_and_reports(page: "Page", browse: Browsing) -> None:
    """From a company to its records, sorted by a click, to a record and the trial balance."""
    fill(browse)
    page.goto("/_emulator/console/companies")
    page.get_by_role("link", name="northfield", exact=True).click()
    page.get_by_role("link", name="CUSTOMER", exact=True).click()
    page.click("th a:has-text('CUSTOMERID')")
    page.click("th a:has-text('CUSTOMERID')")
    page.wait_for_selector("th[aria-sort=descending]")
    assert page.inner_text("tbody tr:first-child td:nth-child(2)") == "C-1020"
    page.click("tbody tr:first-child a")
    assert "C-1020" in page.inner_text("h1")
    page.goto("/_emulator/console/companies/northfield/trial-balance?day=2026-12-31")
    picture(page, "trial-balance")
    assert "1,349.50" in page.inner_text("tfoot")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1240, 380])
def test_every_page_is_readable(browser: "Browser", browse: Browsing, scheme: str, width: int) -> None:
    """In both colours, wide and narrow: text stands out from its ground, and no page is wider than the window."""
    fill(browse)
    context = browser.new_context(
        viewport={"width": width, "height": 780},
        base_url=browse.emulator.address,
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    company = "/_emulator/console/companies/northfield"
    for address in (
        *("/_emulator/", browse.latest(), "/_emulator/console/companies", company, f"{company}/trial-balance"),
        *(f"{company}/aging", f"{company}/records/CUSTOMER?all=1", f"{company}/records/CUSTOMER/1"),
        *("/_emulator/console/faults", "/_emulator/console/coverage"),
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.evaluate(FAINT) == [], address
    context.close()


# The contrast of WCAG 2 between each text and what is behind it, at least 4.5 : 1.
FAINT = """() => {
  const parts = text => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n };
  const linear = v => v <= .03928 * 255 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
  const ground = one => { for (; one; one = one.parentElement) {
    const c = parts(getComputedStyle(one).backgroundColor); if (c[3] > 0) return c; } return [255, 255, 255, 1]; };
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !one.checkVisibility() || one.closest(".unseen, .skip, .gone, option, [disabled]")) continue;
    const a = light(parts(getComputedStyle(one).color)), b = light(ground(one));
    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (contrast < 4.5) found.push(`${one.className || one.tagName}: ${one.textContent.trim()} ${contrast.toFixed(2)}`);
  }
  return found;
}"""
NAMELESS = """() => [...document.querySelectorAll("input:not([type=hidden]), select, button")]
  .filter(one => !(one.labels && one.labels.length) && !one.textContent.trim() && !one.ariaLabel)
  .map(one => one.outerHTML)"""


def test_the_content_has_names(page: "Page", browse: Browsing) -> None:
    """For those who listen: one heading of the first level, named fields, captions of tables, a way past the head."""
    fill(browse)
    for address in ("/_emulator/", browse.latest(), "/_emulator/console/companies", "/_emulator/console/faults"):
        page.goto(address)
        assert page.locator("h1").count() == 1
        assert page.locator("html[lang=en]").count() == 1
        assert page.evaluate("[...document.querySelectorAll('table')].filter(one => !one.caption).length") == 0
        assert page.evaluate(NAMELESS) == []
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
