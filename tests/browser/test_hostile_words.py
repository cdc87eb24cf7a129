"""Words of people, models and a tampered database, in a real browser: they load, run, open and pose as nothing."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from assistant.messages import Citation, Concern, Signposting
from assistant.situation import Situation
from assistant.store import Said, open_store
from assistant.unseen import clean
from tests.browser.conftest import Serve, Site, until
from tests.browser.test_journeys import ANSWER_MS, box
from tests.hostile.table import TABLE, Hostile

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]
SHORT = [row for row in TABLE if not row.refused and len(row.text) < 1_000]
ALL_OF_IT = "\n\n".join(row.text for row in SHORT)
DOES = ".stMain [class^=al-] :is(img, iframe, script, style, form, object, embed, svg, input, base, video, audio)"
UNIQUE = """() => {
    const names = [...document.querySelectorAll('[id]')].map(node => node.id);
    return names.length === new Set(names).size;
}"""
LIVE_LABEL = "[class*='st-key-open-'] :is(a, img, code, em, strong, del, .katex, [data-testid=stIconMaterial])"
WATCH = """() => {
    window.__ran = []; window.__refused = [];
    document.addEventListener('securitypolicyviolation', event => window.__refused.push(event.violatedDirective));
}"""
INJECT = """() => {
    const put = html => document.body.insertAdjacentHTML('beforeend', html);
    put('<img src="http://evil.example/a.png" onerror="window.__ran.push(1)">');
    put('<iframe src="http://evil.example/b"></iframe>');
    put('<link rel=stylesheet href="http://evil.example/c.css">');
    const script = document.createElement('script');
    script.textContent = 'window.__ran.push(2)';
    document.body.append(script);
    fetch('http://evil.example/d').catch(() => window.__ran.push('fetch refused'));
}"""


def written(site: Site, *titles: str) -> list[str]:
    """Conversations whose every word is hostile, as an import or a tampered database could hold them."""
    store = open_store(site.data / "alongside.db")
    store.set_preference("keep", True)
    hostile = Said(
        text=ALL_OF_IT + " [1]",
        citations=(Citation(1, "<b>a</b>/b#do", "<img src=x>", "guide", 0, 3, "<script>document.title=1</script>"),),
        concern=Concern("caution"),
        signposting=Signposting("<b>", "<script>document.title=1</script> [x](javascript:1) **Please** ![](http://x)"),
    )
    names = []
    for title in titles:
        started = store.start(None, ALL_OF_IT, Situation())
        store.finish(started.id, "interrupted", hostile, problem="<img src=x onerror=document.title=1> ![x](http://a)")
        store.rename(started.conversation, title)
        names.append(started.conversation)
    store.close()
    return names


def tampered(site: Site) -> None:
    """What no programme of ours would write."""
    values = '{"role": "<img src=x>", "moment": ":red[x]", "country": "\\"><b>", "age": "javascript:1"}'
    with sqlite3.connect(site.data / "alongside.db") as database:
        database.execute("update turns set situation = ?", [values])
        database.execute("update preferences set value = ? where name = 'situation'", [values])
    database.close()


def test_hostile_words_do_nothing_on_a_page(serve: Serve, visit: Visit) -> None:
    site = serve()
    (name,) = written(site, "<img src=x onerror=document.title=1>")
    page = visit(site, path=f"/?c={name}")
    you = page.get_by_role("group", name="You")
    expect(you).to_contain_text("<script>document.title=1</script>", timeout=ANSWER_MS)
    expect(page.get_by_role("group", name="Alongside")).to_contain_text("All is well")
    expect(page.locator(".stMain a")).to_have_count(1, timeout=ANSWER_MS)
    expect(page.locator(".stMain a")).to_have_attribute("href", "/about")
    assert page.locator(DOES).count() == 0
    expect(page.get_by_role("region", name="Please read this first")).to_have_count(1)
    assert page.evaluate(UNIQUE)
    assert page.locator(".stMain").evaluate("main => main.scrollWidth <= main.clientWidth")
    expect(page).to_have_title("Alongside")
    assert site.hosts == {"127.0.0.1"}


def test_a_title_is_only_its_words(serve: Serve, visit: Visit) -> None:
    site = serve()
    rows: list[Hostile] = [row for row in SHORT if clean(row.text).strip()][:30]
    written(site, *(row.text for row in rows))
    page = visit(site)
    expect(page.locator("[class*='st-key-open-'] button")).to_have_count(len(rows), timeout=ANSWER_MS)
    store = open_store(site.data / "alongside.db")
    titles = [" ".join(clean(summary.title).split()) for summary in store.conversations()]
    store.close()
    shown = page.locator("[class*='st-key-open-'] button").evaluate_all("all => all.map(each => each.textContent)")
    assert [" ".join(clean(each).split()) for each in shown] == titles
    assert page.locator(LIVE_LABEL).count() == 0


def test_a_tampered_database_breaks_no_page(serve: Serve, visit: Visit) -> None:
    site = serve()
    (name,) = written(site, "x")
    tampered(site)
    page = visit(site, path=f"/?c={name}")
    expect(box(page)).to_be_visible(timeout=ANSWER_MS)
    assert page.locator(DOES).count() == 0
    assert page.locator("[data-testid=stException]").count() == 0


def test_whatever_slipped_through_could_still_load_and_run_nothing(quiet_site: Site, visit: Visit) -> None:
    page = visit(replace(quiet_site, hosts=set()))
    box(page).wait_for()
    page.evaluate(WATCH)
    page.evaluate(INJECT)
    until(page, "window.__refused.length >= 6")
    assert page.evaluate("window.__ran") == ["fetch refused"]
    assert sorted(set(page.evaluate("window.__refused"))) == [
        "connect-src", "frame-src", "img-src", "script-src-attr", "script-src-elem", "style-src-elem",
    ]  # fmt: skip
