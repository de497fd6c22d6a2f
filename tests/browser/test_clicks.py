"""A click on a mark of a figure: it filters, or opens the institution's profile."""

import re


def click_mark(visit, selector: str) -> None:
    page = visit.page
    mark = page.locator(selector).first
    mark.wait_for(state="attached", timeout=30_000)
    mark.scroll_into_view_if_needed()
    visit.rest()
    box = mark.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_segment_of_a_bar_filters_by_region_and_type(visit):
    page = visit.open("/regions_types?lang=en")
    click_mark(visit, ".js-plotly-plot .barlayer .point path")
    page.wait_for_url(re.compile("region=asia&type=inter_faculty"))
    visit.settle()
    assert "n=33" in visit.text()
    page.get_by_role("button", name=re.compile("Departmental")).first.click()
    page.wait_for_url(lambda url: "type=" not in url)
    visit.settle()
    assert "n=44" in visit.text()
    visit.must_be_quiet()


def test_the_same_by_keyboard_through_the_table(visit):
    page = visit.open("/regions_types?lang=en")
    page.locator('[data-testid="stMain"] details summary').first.press("Enter")
    page.evaluate("() => (window.stays = true)")
    cell = page.get_by_role("link", name="33 (75.0%)")
    cell.press("Enter")
    page.wait_for_url(re.compile("/agreements.*region=asia&type=inter_faculty"))
    visit.settle()
    assert "n=33" in visit.text()
    assert page.evaluate("() => window.stays")
    visit.must_be_quiet()


def test_a_row_of_the_list_opens_its_trace_and_is_marked(visit):
    page = visit.open("/agreements?lang=en")
    row = page.get_by_role("row", name=re.compile("University of Pisa"))
    row.get_by_text("Departmental").click()
    page.wait_for_url(re.compile("agreement=A0049"))
    trace = page.locator(".aa-land")
    trace.wait_for()
    page.wait_for_function("() => document.activeElement.className === 'aa-land'")
    assert 0 <= trace.bounding_box()["y"] < 200
    assert row.get_attribute("aria-current") == "true"
    visit.must_be_quiet()


def test_enter_opens_the_first_hit_but_none_that_is_only_similar(visit):
    page = visit.open("/?lang=en")
    find = page.get_by_role("searchbox", name="Find by name")
    find.press_sequentially("pissa")
    find.press("Enter")
    page.get_by_text("University of Pisa (1 agreement)").wait_for()
    visit.rest()
    assert "/institution" not in page.url
    find.fill("")
    find.press_sequentially("Zhejiang")
    find.press("Enter")
    page.wait_for_url(re.compile("/institution"))
    assert page.title() == "Zhejiang University | Agreement Atlas"
    visit.must_be_quiet()


def test_a_marker_of_the_map_opens_the_profile_of_its_institution(visit):
    page = visit.open("/map?lang=en&territory=SAU")
    click_mark(visit, ".js-plotly-plot .scatterlayer .point, .scattergeo .point")
    page.wait_for_url(re.compile("/institution"))
    visit.settle()
    assert "King Abdullah University of Science and Technology" in visit.text()
    visit.must_be_quiet()


def test_under_a_figure_a_link_leads_to_its_agreements(visit):
    page = visit.open("/map?lang=en&territory=KOR")
    page.get_by_role("link", name="Show these 6 agreements").first.click()
    page.wait_for_url(re.compile("/agreements"))
    visit.settle()
    assert "territory=KOR" in page.url
    assert "n=6" in visit.text()


def test_the_link_of_a_figure_about_some_agreements_leads_to_those(visit):
    page = visit.open("/departments?lang=en&region=asia")
    page.get_by_role("link", name="Show these 15 agreements").click()
    page.wait_for_url(re.compile("/agreements"))
    visit.settle()
    assert "department=" in page.url
    assert "n=15" in visit.text()


def test_a_filter_changes_the_chart_that_stands_there(visit):
    page = visit.open("/regions_types?lang=en")
    page.evaluate("() => (document.querySelector('.js-plotly-plot').stays = true)")
    click_mark(visit, ".js-plotly-plot .barlayer .point path")
    page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot')._fullLayout.meta.n === 33"
    )
    assert page.evaluate("() => document.querySelector('.js-plotly-plot').stays")
    visit.must_be_quiet()


def test_a_click_filters_from_what_its_own_figure_shows(visit):
    page = visit.open("/coverage?lang=en&exchange=not_marked&type=inter_faculty")
    assert "exchange=not_marked" in page.url
    click_mark(visit, ".js-plotly-plot .barlayer .point path")
    page.wait_for_url(re.compile("department="))
    visit.settle()
    assert "type=inter_faculty" in page.url
    assert "exchange=" not in page.url
    visit.must_be_quiet()
