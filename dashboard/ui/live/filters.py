"""The filters in the sidebar of every page, as boxes to tick; they edit one `Filters`.

Rendered by our own script, because the framework's selection widgets take a quarter of
the time of a change, and can't show figures before the page reruns (`live.endpoint`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import streamlit as st

from dashboard.caching import memoize_by_identity
from dashboard.filters import PARAMETERS, Filters, from_query, options, to_query
from dashboard.i18n import Translator
from dashboard.labels import Labels
from dashboard.measures import agreements_by_choice
from dashboard.ui.live.charts import REQUEST_ID_KEY, address, component, script_url
from dashboard.ui.live.endpoint import LIST_HEADER
from dashboard.ui.page_charts import CHARTS
from dashboard.ui.state import View, set_filters, url_query
from dashboard.ui.upload import edition_in_view, key_of
from pipeline.errors import AgreementsError
from pipeline.model import Edition

FILTERS_KEY = "aa_filter"
EVERYTHING = "all"
_component = component("agreement_atlas_filters")


def show_filters(view: View) -> None:
    """Show the filters that have at least two choices in this edition."""
    with st.sidebar.container(key="aa-filters", gap="small"):
        _component(key=FILTERS_KEY, data=_payload(view), on_chosen_change=_apply_choice)
        if view.filters.active:
            st.button(
                view.words("filters.clear"),
                key="aa_clear",
                on_click=set_filters,
                args=(Filters(),),
                icon=":material/filter_alt_off:",
                width="stretch",
            )


def _payload(view: View) -> dict[str, object]:
    """Return the payload for our script: choices, what is chosen, the URL of figures.

    `request_id` is that of the last choice that the session knows of, if any.
    """
    words, page = view.words, st.session_state.get("aa_page", "")
    chosen = to_query(view.filters)
    return {
        "script": script_url("filters.js"),
        "charts": script_url("chart.js"),
        "figures_url": address(f"figures/{page}.json") if page in CHARTS else "",
        "headers": {LIST_HEADER: key_of(view.edition)},
        "query": {
            name: value for name, value in url_query().items() if name not in chosen
        },
        "fields": fields_of(view.edition, view.labels, words),
        "counts": counts_of(view.edition, view.filters, words),
        "words": {
            "every": words("filter.everything"),
            "any": words("filter.any"),
            "comma": words.listed(["", ""]),
            "find": words("filter.find"),
        },
        "request_id": st.session_state.get(REQUEST_ID_KEY),
        "chosen": chosen,
    }


@memoize_by_identity
def fields_of(
    edition: Edition, labels: Labels, words: Translator
) -> list[dict[str, object]]:
    """Return the fields of the filters, each with its choices as [id, label].

    A `single` field has exactly one choice; "" is everything. In the others the choice
    with most agreements comes first, whatever is chosen, so that none changes its place;
    those with equally many stand by their names.
    """
    fields = []
    sizes = _sizes(edition, Filters())
    for name, parameter in PARAMETERS.items():
        single, ids = name == "exchange", options(edition, name)
        if single:
            choices = [
                [id_, words(f"filter.exchange_{id_ or EVERYTHING}")]
                for id_ in ("", *ids)
            ]
        else:
            named = [(-sizes[parameter, id_], labels.of(name, id_), id_) for id_ in ids]
            choices = [[id_, text] for _, text, id_ in sorted(named)]
        label = words(f"filter.{name}")
        field = {
            "name": parameter,
            "label": label,
            "single": single,
            "choices": choices,
        }
        if len(ids) > 1:
            fields.append(field)
    return fields


@memoize_by_identity
def counts_of(
    edition: Edition, filters: Filters, words: Translator
) -> dict[str, dict[str, str]]:
    """Return the agreements of each choice under the other fields: field -> id -> number.

    The choice "" of a single field, everything, has no number.
    """
    counts: dict[str, dict[str, str]] = {}
    for (field, choice), agreements in _sizes(edition, filters).items():
        counts.setdefault(field, {})[choice] = words.number(agreements)
    return counts


def _sizes(edition: Edition, filters: Filters) -> dict[tuple[str, str], int]:
    """The agreements of each field and choice."""
    table = agreements_by_choice(edition, filters).table
    keys = zip(table["field"], table["choice"], strict=True)
    return dict(zip(keys, table["agreements"].tolist(), strict=True))


def _apply_choice() -> None:
    choice = st.session_state[FILTERS_KEY]["chosen"]
    if isinstance(choice, Mapping):
        st.session_state[REQUEST_ID_KEY] = choice.get("request_id")
        query = {str(name): str(value) for name, value in choice.items()}
        with suppress(AgreementsError):  # the run that follows shows it to the reader
            set_filters(from_query(query, edition_in_view())[0])
