"""What every page is held to. Each raises an assertion that names the element and what is wrong with it."""

import os
from pathlib import Path

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320
WIDE = {"width": 1280, "height": 900}
PICTURES = os.environ.get("PICTURES")
"""A folder to leave pictures of the pages in, for people to look at."""
# Every rule runs on every element. What passed is only counted: describing it to the test takes longer than looking.
LOOK = """async tags => {
    const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
    return {
        wrong: found.violations.map(r => ({id: r.id, help: r.help, nodes: r.nodes.map(n => n.html)})),
        passed: found.passes.length,
    }
}"""


def follow(target):
    """Click what leads to another page, and wait for that page: a click alone is done before the answer is there."""
    with target.page.expect_navigation():
        target.click()


def assert_accessible(page):
    """axe-core finds nothing against WCAG 2.2 AA or its own best practice, and the page has a title and language."""
    assert AXE.is_file(), "axe-core is missing: run `make setup`"
    page.evaluate(AXE.read_text())
    found = page.evaluate(LOOK, STANDARDS)
    wrong = [f"{rule['id']} ({rule['help']}): {html[:200]}" for rule in found["wrong"] for html in rule["nodes"]]
    assert wrong == [], f"{page.url}: {len(wrong)} accessibility faults:\n" + "\n".join(wrong)
    assert found["passed"] > 5, "axe found next to nothing to check: is the page empty?"


def assert_no_sideways_scroll(page):
    """At 320 px the page needs no sideways scrolling; wide tables scroll inside their own frame."""
    before = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 800})
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
            [...document.querySelectorAll('body *')]
              .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest('.mappa-scroll'))
              .map(e => e.outerHTML.slice(0, 160)).slice(0, 8)
              .concat(['page is ' + document.documentElement.scrollWidth + ' px wide'])"""
    )
    page.set_viewport_size(before)
    assert wide == [], f"{page.url} is wider than {NARROW} px:\n" + "\n".join(wide)


def assert_everything_labelled(page):
    """Every control that can be filled in or pressed has a name."""
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('input, select, textarea, button')]
            .filter(e => e.type !== 'hidden' && !e.closest('[aria-hidden="true"]'))
            .filter(e => !(e.labels?.length || e.textContent.trim() || e.getAttribute('aria-label')
                           || e.getAttribute('aria-labelledby')))
            .map(e => e.outerHTML.slice(0, 160))"""
    )
    assert unnamed == [], f"{page.url}: controls without a name:\n" + "\n".join(unnamed)


def assert_plain(page):
    """No style attribute and no inline script came from the server, not even one that was allowed by name.

    The content security policy refuses the others, the console tells, and the ``page`` fixture fails. So this is only
    for pages that show the components.
    """
    styled = page.evaluate(
        """() => fetch(location.href).then(r => r.text()).then(t => {
            const d = new DOMParser().parseFromString(t, 'text/html');
            return [...d.querySelectorAll('[style], script:not([src]), style, [onclick], [onchange], [onsubmit]')]
              .map(e => e.outerHTML.slice(0, 160)) })"""
    )
    assert styled == [], f"{page.url}: inline style or script:\n" + "\n".join(styled)


def assert_good_page(page):
    """All of the above, at once."""
    assert_accessible(page)
    assert_everything_labelled(page)
    assert_no_sideways_scroll(page)


def keep_picture(page, name):
    """For people to look at, at two widths, when they asked for it."""
    if not PICTURES:
        return
    for width in (WIDE["width"], NARROW):
        page.set_viewport_size({**WIDE, "width": width})
        page.screenshot(path=Path(PICTURES) / f"{name.strip('/').replace('/', '-')}-{width}.png", full_page=True)
    page.set_viewport_size(WIDE)


def hold(page, name):
    """Keep a picture of the page, and hold it to the standard."""
    page.locator("h1").wait_for()
    keep_picture(page, name)
    assert_good_page(page)
