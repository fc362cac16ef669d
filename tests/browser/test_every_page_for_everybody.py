"""Each page at three widths: axe, no sideways scroll, one heading, no id twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from tests import a_term
from tests.canaries import Canaries
from tests.pages import scope
from tests.people import ADA, BEN, EVE, TODAY, House, as_csv, marks_file
from tests.web.test_data_quality import a_form, bring

from belong.intake import calendar, merging
from belong.intake.calendar import Said, SaidTerm
from belong.intake.models import Import
from belong.people import fetch, sealing

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 1280)
Visit = Callable[..., Page]
Faults = Callable[[Page], list[str]]


def _preview(house: House) -> str:
    sly = [ADA.id, "2026-11-23", "AM", "?!"]
    heads = ["UPN", "Date", "Session", "Mark"]
    house.read(as_csv([heads, [ADA.id, "2026-11-24", "AM", "I"], sly]), "a-very-long-name" * 6)
    return f"/registers/{Import.objects.order_by('-pk')[0].pk}/"


def _asking(house: House) -> str:
    brought = house.read(as_csv([["Child no", "When"], [ADA.id, "2026-11-23"]]), kind="")
    return f"/registers/{brought.pk}/?kind=clubs"


def _kept(house: House) -> str:
    heads = ["UPN", "Date", "Session", "Mark"]
    brought = house.bring(as_csv([heads, [ADA.id, "2026-11-24", "AM", "I"]]))
    return f"/registers/{brought.pk}/"


def _strangers(house: House) -> str:
    lines = [["UPN", "Date", "Club", "Came"], ["K000000000999", "2026-11-23", "Chess", "Y"]]
    return f"/registers/{house.read(as_csv(lines), kind='').pk}/"


def _newcomers(house: House) -> str:
    """A file that would add somebody, and has another child's name beside a number."""
    heads = ["UPN", "Surname", "Forename", "Class", "Date", "Session", "Mark"]
    new = ["Z999000026099", EVE.surname, EVE.forename * 2, "7A", "2026-11-23", "AM", "/"]
    other = [ADA.id, BEN.surname, BEN.forename, "7A", "2026-11-23", "AM", "/"]
    return f"/registers/{house.read(as_csv([heads, new, other])).pk}/"


def _history(house: House) -> str:
    _kept(house)
    return f"/children/{house.child(ADA).pk}/history/"


AGAIN = replace(EVE, id="K000000000888")
NOW = dt.datetime(2026, 11, 24, 9, 18, tzinfo=timezone.get_default_timezone())


def _spoken(house: House) -> str:
    """A calendar with a day somebody said, one taken back, and a term with the longest words."""
    said = Said(dt.date(2026, 11, 9), dt.date(2026, 11, 10), words="The boiler failed " * 6)
    taken = Said(dt.date(2026, 11, 12), dt.date(2026, 11, 12), half=0, years=("8",))
    autumn = SaidTerm("Autumn 1 " * 6, dt.date(2026, 9, 3), dt.date(2026, 10, 23))
    _, back, _ = calendar.say(by=house.lead, closures=[said, taken], terms=[autumn], at=NOW)
    calendar.withdraw(by=house.lead, closure_id=back.pk, at=NOW)
    return "/calendar/"


def _asked_about(house: House) -> str:
    """A calendar in which the marks ask about a day: the file of November, one Friday left out."""
    lines = marks_file(days=[dt.date(2025, 9, 3) + dt.timedelta(n) for n in (0, 1, 2, 5)])
    house.bring(lines)
    return "/calendar/?year=2025"


def _twice(house: House) -> str:
    """The child with the longest name stands twice, and the records differ about one mark."""
    heads = ["UPN", "Surname", "Forename", "Date", "Session", "Mark"]
    line = [AGAIN.id, AGAIN.surname, AGAIN.forename, TODAY.isoformat(), "AM", "I"]
    house.bring(as_csv([heads, line]))
    return f"/children/join/?one={house.child(EVE).pk}&other={house.child(AGAIN).pk}"


def _joined(house: House) -> str:
    address = _twice(house)
    merging.merge(by=house.lead, stays=house.child(EVE), goes=house.child(AGAIN))
    return address


def _child(child: object) -> Callable[[House], str]:
    return lambda house: f"/children/{house.child(child).pk}/"  # type: ignore[arg-type]


def _who_looked(more: str) -> Callable[[House], str]:
    """The child with the longest name, whom somebody sealed into the trail has looked at."""

    def address(house: House) -> str:
        fetch.pupil(house.child(EVE).pk, seen_by=house.lead)
        sealing.seal_all(timezone.now() + dt.timedelta(days=1))
        return f"/children/{house.child(EVE).pk}/who-looked/{more}"

    return address


def _trail(house: House) -> str:
    """With an anchor to copy out."""
    _who_looked("")(house)
    return "/trail/"


def _explain(house: House) -> str:
    return f"/explain/absence/?{scope(f'child:{house.child(BEN).pk}')}"


def _patterns(address: str) -> Callable[[House], str]:
    """Two children have missed every Monday morning since September."""

    def page(house: House) -> str:
        a_term.bring(house)
        return address.format(child=house.child(EVE).pk)

    return page


PAGES: dict[str, Callable[[House], str]] = {
    "kitchen sink": lambda h: "/kitchen-sink/",
    "school today": lambda h: "/",
    "children": lambda h: "/children/",
    "children, a search": lambda h: "/children/?q=osei",
    "children, nobody": lambda h: "/children/?q=zzzzzz",
    "a child": _child(BEN),
    "the longest name": _child(EVE),
    "noticing": _patterns("/noticing/"),
    "noticing, nothing": lambda h: "/noticing/",
    "a child with a pattern": _patterns("/children/{child}/"),
    "how sure we are": lambda h: "/how-sure/",
    "explain": _explain,
    "explain who is not here": lambda h: f"/explain/not_here/?{scope()}",
    "data quality": lambda h: "/data-quality/",
    "calendar": lambda h: "/calendar/",
    "calendar with what somebody said": _spoken,
    "calendar with questions": _asked_about,
    "calendar, no file": lambda h: "/calendar/file/",
    "two records": _twice,
    "two records joined": _joined,
    "no two records": lambda h: "/children/join/",
    "more rooms": lambda h: "/more/",
    "registers in": lambda h: "/registers/",
    "an import": _preview,
    "an import that asks": _asking,
    "an import that is kept": _kept,
    "an import of strangers": _strangers,
    "a file with somebody new": _newcomers,
    "what changed": _history,
    "how we count": lambda h: "/how-we-count/",
    "help": lambda h: "/help/",
    "who looked": _who_looked(""),
    "who looked, for them": _who_looked("for-them/"),
    "the trail": _trail,
    "the trail about a child": lambda h: f"/trail/?child={EVE.id}",
    "the trail about nobody": lambda h: "/trail/?child=zzz",
    "not there": lambda h: "/children/999999/",
    "not for this role": lambda h: "/registers/",
}

OPENERS = {
    "not for this role": "tutor", "who looked": "safeguarding_lead",
    "who looked, for them": "safeguarding_lead", "the trail": "data_protection_officer",
    "the trail about a child": "data_protection_officer",
    "the trail about nobody": "data_protection_officer",
}  # fmt: skip
"""Pages the attendance lead does not open."""

AT_REST = """() => Promise.all(document.getAnimations()
  .filter((a) => a.effect.getComputedTiming().iterations !== Infinity)
  .map((a) => a.finished.catch(() => null)))"""
"""What slides in has come to rest: while it moves, a page may be wider for a moment."""
OVER = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return wide <= 0 ? [] : [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 3).map((e) => e.outerHTML.slice(0, 120));
}"""
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return ids.filter((id, n) => ids.indexOf(id) !== n);
}"""


def _look(page: Page, faults: Faults, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(AT_REST)
        where = f"{name} at {width}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{where} scrolls sideways: {page.evaluate(OVER)}"
        assert page.locator("h1").count() == 1, where
        assert page.evaluate(TWICE) == [], where
        assert faults(page) == [], where


GATES: dict[str, tuple[str, Callable[[House], str]]] = {
    "in the system": ("pastoral_lead", lambda h: f"/children/{h.child(BEN).pk}/in-the-system/"),
    "open for an hour": ("pastoral_lead", lambda h: f"/children/{h.child(BEN).pk}/open/"),
    "ask a second person": ("pastoral_lead", lambda h: f"/children/{h.child(BEN).pk}/ask/"),
    "notices": ("safeguarding_lead", lambda h: "/notices/"),
}
"""Pages that the attendance lead does not open, or sees little of."""


@pytest.mark.parametrize("name", GATES)
def test_a_page_about_a_gate_is_for_everybody(
    house: House, visit: Visit, faults: Faults, name: str
) -> None:
    role, address = GATES[name]
    Canaries().write(house, [BEN])
    _look(visit(address(house), house, role), faults, name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(house: House, visit: Visit, faults: Faults, name: str) -> None:
    role = OPENERS.get(name, "attendance_lead")
    page = visit(PAGES[name](house), house, role, expected=(403, 404))
    _look(page, faults, name)


@pytest.mark.parametrize(
    "address", ["/", "/children/", "/data-quality/", "/registers/", "/calendar/"]
)
def test_an_empty_school_is_for_everybody(
    empty: House, visit: Visit, faults: Faults, address: str
) -> None:
    _look(visit(address, empty), faults, address)


@pytest.mark.parametrize(
    "address", ["/account/login/", "/account/password/reset/", "/account/closed/"]
)
def test_the_way_in_is_for_everybody(
    empty: House, visit: Visit, faults: Faults, address: str
) -> None:
    page = visit(address)
    _look(page, faults, address)
    if address == "/account/login/":
        page.get_by_label("School e-mail").fill("nobody@larkfield.example")
        page.get_by_label("Password").fill("wrong words")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("alert").wait_for()
        _look(page, faults, "sign in, with a mistake")


def test_a_refused_file_is_for_everybody(house: House, visit: Visit, faults: Faults) -> None:
    page = visit("/registers/", house, expected=(422,))
    file = {"name": "m.csv", "mimeType": "text/csv", "buffer": b"%PDF-1.7 a letter"}
    page.locator("#id_file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="See what it would do").click()
    page.get_by_role("alert").wait_for()
    _look(page, faults, "a refused file")


def test_data_quality_with_every_list_open_is_for_everybody(
    house: House, visit: Visit, faults: Faults
) -> None:
    page = visit("/data-quality/", house)
    shut = page.locator("main details.fold:not([open]) > summary")
    while shut.count():
        shut.first.click()
    assert page.locator("details.fold[open]").count() > 1
    _look(page, faults, "data quality, opened")


def test_data_in_good_order_are_for_everybody(empty: House, visit: Visit, faults: Faults) -> None:
    bring(empty, a_form())
    page = visit("/data-quality/", empty)
    assert page.get_by_text("Every check came back clean").is_visible()
    _look(page, faults, "data quality, clean")


def test_a_mistake_in_a_form_is_for_everybody(house: House, visit: Visit, faults: Faults) -> None:
    """A correction that says nothing new, a day that is none, and marks nobody looked at."""
    page = visit(f"/children/{house.child(BEN).pk}/history/", house, expected=(422,))
    page.locator("#id_on").fill(TODAY.isoformat())
    page.get_by_label("The mark it should be").select_option("I")
    page.get_by_label("Why, in a few words").fill("Asked again")
    page.get_by_role("button", name="Correct it").click()
    page.get_by_role("alert").wait_for()
    _look(page, faults, "a correction that changes nothing")
    page.goto("/calendar/")
    page.locator("#id_first").fill("2026-11-20")
    page.locator("#id_last").fill("2026-11-10")
    page.locator("#id_kind").select_option("inset")
    page.get_by_role("button", name="Say it").click()
    page.get_by_role("alert").wait_for()
    _look(page, faults, "a stretch of days that ends before it begins")
    page.goto(_twice(house))
    page.locator("[name=looked]").evaluate("box => box.removeAttribute('required')")
    page.get_by_role("button", name="Join the two records").click()
    page.get_by_role("alert").wait_for()
    _look(page, faults, "marks that nobody looked at")


def test_axe_would_find_a_fault(house: House, visit: Visit, faults: Faults) -> None:
    page = visit("/help/", house)
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<button>')")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    found = " ".join(faults(page))
    assert "button-name" in found
    assert "html-has-lang" in found


LOOKS = {
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
    "forced colours in the dark": {"forced_colors": "active", "color_scheme": "dark"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_other_colours_are_for_everybody(
    house: House, visit: Visit, faults: Faults, look: str
) -> None:
    page = visit("/", house, width=390, **LOOKS[look])
    addresses = ["/", "/children/", _child(BEN)(house), _explain(house), "/kitchen-sink/",
                 "/registers/", "/data-quality/", _spoken(house), _history(house), _asking(house),
                 _twice(house), "/more/"]  # fmt: skip
    for address in addresses:
        page.goto(address)
        assert faults(page) == [], f"{address}, {look}"


def test_dark_is_dark_and_light_is_light(house: House, visit: Visit) -> None:
    def ground(**options: object) -> int:
        page = visit("/", house, **options)
        colour = page.evaluate(
            """() => { const c = document.createElement("canvas").getContext("2d");
              c.fillStyle = getComputedStyle(document.body).backgroundColor; c.fillRect(0,0,1,1);
              return [...c.getImageData(0, 0, 1, 1).data]; }"""
        )
        return int(sum(colour[:3]))

    assert ground(color_scheme="light") > 600
    assert ground(color_scheme="dark") < 250


@pytest.mark.parametrize("width", [390, 1280])
def test_text_of_twice_the_size_fits(house: House, visit: Visit, width: int) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    wrong = []
    shown = [name for name in PAGES if name not in ("not there", "not for this role")]
    role = {name: OPENERS.get(name, "attendance_lead") for name in shown}
    seen_by = {one: visit("/help/", house, role=one, width=width) for one in set(role.values())}
    for name in shown:
        page = seen_by[role[name]]
        page.goto(PAGES[name](house))
        before = page.evaluate(size)
        # The reader's own setting in the browser: media queries in rem answer to it as well.
        reader = page.context.new_cdp_session(page)
        reader.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        page.reload()
        assert page.evaluate(size) >= 1.7 * before, f"{name}: the text did not grow"
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append((name, wide, page.evaluate(OVER)))
        reader.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    assert wrong == []


def test_nothing_moves_for_who_asked_for_stillness(house: House, visit: Visit) -> None:
    page = visit("/", house, reduced_motion="reduce")
    for address in ("/", "/children/", _child(BEN)(house), "/kitchen-sink/"):
        page.goto(address)
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((e) => {
              const s = getComputedStyle(e);
              const secs = (t) => Math.max(...t.split(",").map((x) => parseFloat(x)));
              return s.scrollBehavior === "smooth"
                || (s.animationName !== "none" && secs(s.animationDuration) > 0.01)
                || (s.transitionProperty !== "none" && secs(s.transitionDuration) > 0.01);
            }).slice(0, 3).map((e) => e.outerHTML.slice(0, 100))"""
        )
        assert moving == [], address


def test_paper_has_no_rail_and_no_dock(house: House, visit: Visit) -> None:
    page = visit("/", house, width=700)
    addresses = ("/", "/children/", _child(BEN)(house), _explain(house), "/data-quality/",
                 _spoken(house), _history(house), _preview(house), _twice(house))  # fmt: skip
    for address in addresses:
        page.goto(address)
        page.emulate_media(media="print")
        for part in (".rail", ".dock", ".topbar .btn", ".skip-link:focus"):
            shown = [e for e in page.locator(part).all() if e.is_visible()]
            assert shown == [], f"{part} on paper, {address}"
        assert page.locator("h1").is_visible()
        assert faults_of_width(page) == [], address
        page.emulate_media(media="screen")
        assert page.locator(".rail, .dock").first.count() == 1


def faults_of_width(page: Page) -> list[str]:
    """What stands over the right edge of the page."""
    found: list[str] = page.evaluate(OVER)
    return found


def test_the_page_asks_its_own_server_only(
    house: House, visit: Visit, watches: list[object]
) -> None:
    """The watch itself: a stranger's address is stopped and written down."""
    page = visit("/help/", house)
    page.evaluate("fetch('https://fonts.example/x.woff2').catch(() => 0)")
    page.wait_for_timeout(200)
    (watch,) = watches
    wrong = watch.wrong  # type: ignore[attr-defined]
    assert wrong, "a page that asks a stranger has to be caught"
    wrong.clear()


def test_marks_are_sent_to_the_preview_whole(empty: House, visit: Visit) -> None:
    page = visit("/registers/", empty)
    file = {"name": "m.csv", "mimeType": "text/csv", "buffer": marks_file()}
    page.locator("#id_file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="See what it would do").click()
    page.get_by_role("heading", name="This is what the file would do").wait_for()
    assert page.get_by_text("Nothing has changed yet.").is_visible()
