"""One reader's browser as far as the server can tell: its websocket, nothing drawn.

Speaks the framework's own messages, keeps large ones as a browser does so that the
server need not send them again, and filters as a press in the sidebar does: it asks for
the figures first, then tells the page.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from time import perf_counter
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: TID251 - the messages
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: TID251 - the messages
from websockets.asyncio.client import ClientConnection, connect

STREAM = "/_stcore/stream"
FILTERS = "agreement_atlas_filters"
PRESSED = "$$STREAMLIT_INTERNAL_KEY_{widget}__events"
"""What the framework calls the events of a script of ours."""

FIGURES = "agreement_atlas_charts"
STATED = re.compile(r"\bn=([\d,]+)")
WAITED = 120
"""Seconds after which an answer counts as lost."""


class LostError(RuntimeError):
    """The server gave no answer, or one that no reader should see."""


@dataclass
class Answer:
    """What came back for one click.

    Attributes:
        seconds: from the click until the server had finished.
        received: bytes.
        deltas: elements sent, those the browser had kept among them.
        stated: the numbers of agreements that captions state.
        drawn: the numbers of agreements that figures are drawn from.
    """

    seconds: float = 0.0
    received: int = 0
    deltas: int = 0
    stated: list[int] = field(default_factory=list)
    drawn: list[int] = field(default_factory=list)

    def take_figures(self, told: list[dict[str, str]]) -> None:
        """Note what figures, and the captions below them, are about."""
        for one in told:
            self.drawn.append(json.loads(one["spec"])["layout"]["meta"]["n"])
            self.take_text(one["below"])

    def take_text(self, text: str) -> None:
        """Note what a text says it is about."""
        self.stated += [int(one.replace(",", "")) for one in STATED.findall(text)]

    @property
    def n(self) -> int:
        """The number of agreements that the page is about; a figure may be about fewer.

        Raises:
            LostError: a figure is about another number than a caption states.
        """
        if not self.stated or not {*self.drawn} <= {*self.stated}:
            message = (
                f"Each figure must state its agreements: drawn {self.drawn}, "
                f"stated {self.stated}."
            )
            raise LostError(message)
        return max(self.stated)


class Visitor:
    """One session, opened by `async with` and closed as a browser's tab is."""

    def __init__(self, address: str, query: str = "lang=ja", page: str = "") -> None:
        """Visit `page` ("" is the first) of the dashboard at `address`."""
        self.address, self.query, self.page = address, query, page
        self.regions: list[str] = []
        self._widget = self._hash = ""
        self._told: dict[str, Any] = {}
        self._presses = 0
        self._kept: dict[str, ForwardMsg] = {}
        self._used: dict[str, int] = {}
        self._runs, self._most_age = 0, 2
        self._line: ClientConnection | None = None

    async def __aenter__(self) -> Visitor:
        """Connect."""
        place = urlsplit(self.address)
        self._line = await connect(
            f"ws://{place.netloc}{place.path}{STREAM}",
            subprotocols=["streamlit"],
            origin=f"{place.scheme}://{place.netloc}",
            max_size=None,
            proxy=None,
            open_timeout=WAITED,
        )
        return self

    async def __aexit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Disconnect."""
        if self._line:
            await self._line.close()

    async def arrive(self) -> Answer:
        """Ask for the page by its address."""
        return await self._ask(BackMsg())

    async def choose(self, *regions: str) -> Answer:
        """Choose regions by their labels in the sidebar; none chooses all."""
        ids = {label: id_ for id_, label in self._choices()}
        chosen = {"region": ",".join(ids[one] for one in regions)} if regions else {}
        start = perf_counter()
        figures = await asyncio.to_thread(self._figures_first, chosen)
        self._presses += 1
        pressed = {"event": "chosen", "value": {"request_id": self._presses, **chosen}}
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id = PRESSED.format(widget=self._widget)
        state.json_trigger_value = json.dumps([pressed])
        answer = await self._ask(message)
        answer.seconds = perf_counter() - start
        answer.take_figures(figures)
        return answer

    def _choices(self) -> list[list[str]]:
        """The regions of the sidebar, each as [id, label]."""
        fields = {field["name"]: field for field in self._told["fields"]}
        return fields["region"]["choices"]

    def _figures_first(self, chosen: dict[str, str]) -> list[dict[str, str]]:
        if not self._told["figures_url"]:
            return []
        place, query = urlsplit(self.address), {**self._told["query"], **chosen}
        address = f"{place.scheme}://{place.netloc}{self._told['figures_url']}"
        with urlopen(f"{address}?{urlencode(query)}") as answer:  # noqa: S310 - ours
            return json.load(answer)

    async def _ask(self, message: BackMsg) -> Answer:
        if self._line is None:
            problem = "A visitor must be connected before it asks."
            raise LostError(problem)
        asked = message.rerun_script
        asked.query_string = self.query
        asked.page_script_hash = self._hash
        asked.page_name = "" if self._hash else self.page
        asked.cached_message_hashes.extend(self._kept)
        asked.context_info.locale = "ja-JP"
        asked.context_info.timezone = "Asia/Tokyo"
        asked.context_info.url = f"{self.address}/{self.page}"
        answer, start = Answer(), perf_counter()
        await self._line.send(message.SerializeToString())
        while not self._take(await self._line.recv(), answer):
            pass
        answer.seconds = perf_counter() - start
        self._forget()
        return answer

    def _take(self, received: bytes | str, answer: Answer) -> bool:
        """Take one message; True where it is the last of a run."""
        if isinstance(received, str):
            problem = f"The server must answer in bytes, not '{received[:40]}'."
            raise LostError(problem)
        message = ForwardMsg.FromString(received)
        answer.received += len(received)
        if message.ref_hash:
            message = self._kept[message.ref_hash]
        elif message.metadata.cacheable:
            self._kept[message.hash] = message
        self._used[message.hash] = self._runs
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._most_age = message.new_session.config.max_cached_message_age
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta":
            answer.deltas += 1
            self._read(message, answer)
        return kind == "script_finished" and message.script_finished in (
            ForwardMsg.FINISHED_SUCCESSFULLY,
            ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
        )

    def _read(self, message: ForwardMsg, answer: Answer) -> None:
        element = message.delta.new_element
        kind, part = element.WhichOneof("type"), element.bidi_component
        if kind == "exception":
            problem = f"The page must not fail: {element.exception.message}"
            raise LostError(problem)
        if kind == "bidi_component" and part.component_name == FILTERS:
            self._widget, self._told = part.id, json.loads(part.json)
            self.regions = [label for _, label in self._choices()]
        elif kind == "bidi_component" and part.component_name == FIGURES:
            answer.take_figures(json.loads(part.json)["figures"])
        elif kind == "html":
            answer.take_text(element.html.body)

    def _forget(self) -> None:
        """Drop what the last runs did not use, as a browser does."""
        self._runs += 1
        old = self._runs - self._most_age
        for key in [one for one in self._kept if self._used[one] < old]:
            del self._kept[key]
