import asyncio
import json
import os
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from benchmarks.growth import never_asked
from benchmarks.sessions import (
    Load,
    click_together,
    come_and_go,
    processor_seconds,
    resident_megabytes,
)
from benchmarks.visitor import Answer, LostError, Visitor
from tests.support.serving import served

REGIONS = {
    "": 78,
    "アジア": 44,
    "ヨーロッパ": 23,
    "北米": 5,
    "オセアニア": 4,
    "中南米": 1,
    "中東": 1,
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("sessions"),  # one server for all
    pytest.mark.skipif(
        not Path("/proc/self/stat").exists(), reason="There is no /proc to read here."
    ),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("server") / "log.txt") as known:
        yield known


def test_each_of_two_readers_is_shown_what_it_chose(server):
    load = Load(*server, sessions=2, clicks=4, pause=0.1)
    told = asyncio.run(click_together(load))
    assert (told["sessions"], told["clicks"]) == (2, 8)
    assert told["answers"] == {one: REGIONS[one] for one in told["answers"]}
    assert len(told["answers"]) > 2
    for part in ("open", "click"):
        assert told[part].keys() == {
            *("median_ms", "p95_ms", "processor_ms", "bytes", "deltas")
        }
        assert min(told[part].values()) > 0
    assert told["click"]["bytes"] < told["open"]["bytes"]


def test_a_reader_is_shown_the_numbers_of_the_regions_chosen(server):
    async def visit():
        async with Visitor(server[0], "lang=en", "departments") as visitor:
            first = await visitor.arrive()
            second = await visitor.choose(*visitor.regions[:2])
            return [first, second], visitor.regions, visitor.query

    answers, regions, query = asyncio.run(visit())
    assert [answer.n for answer in answers] == [78, 67]
    assert [len(answer.drawn) for answer in answers] == [3, 6]  # ahead, and on the page
    assert regions[:3] == ["Asia", "Europe", "North America"]  # by size
    assert query == "lang=en&region=asia%2Ceurope"


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1", 200), ("localhost", 400), ("a.example", 400)]
)
def test_figures_are_given_only_under_the_names_of_the_server(server, host, status):
    with closing(HTTPConnection(urlsplit(server[0]).netloc)) as line:
        line.request("GET", "/app/figures/map.json?lang=en", headers={"Host": host})
        with line.getresponse() as answer:
            told = answer.read()
    assert answer.status == status
    if status == 200:
        assert [one["key"] for one in json.loads(told)] == ["map", "territories"]


def test_every_two_regions_are_asked_for_once(server):
    told = asyncio.run(never_asked(Load(*server)))
    assert told.keys() == {"new filter s", "new filter processor s"}
    assert all(0 < seconds < 30 for seconds in told.values())


def test_readers_come_and_go_and_memory_is_read_after_each_batch(server):
    told = asyncio.run(come_and_go(Load(*server, sessions=12, clicks=1)))
    assert [count for count, _ in told["held"]] == [10, 12]
    assert told["settled_mb"] == told["last_mb"] == told["held"][-1][1]
    assert told["ratio"] == 1.0


def test_a_page_whose_figures_and_captions_disagree_is_no_answer():
    assert Answer(stated=[44, 44], drawn=[44]).n == 44
    with pytest.raises(LostError, match="must state its agreements"):
        assert Answer(stated=[44], drawn=[78]).n


def test_process_is_measured_by_what_the_system_knows_of_it():
    assert 0 < processor_seconds(os.getpid()) < 10_000
    assert 10 < resident_megabytes(os.getpid()) < 10_000
