"""A task in a process of its own: what comes back, and what ends it."""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

import pipeline
from pipeline import Decision, build_bytes, build_isolated, sandbox
from pipeline.errors import AgreementsError, RepairError, SourceError
from tests.test_cache import assert_same

LISTS = Path(__file__).parents[1] / "data" / "lists"
LISTED = """国・地域,大学・機関等名,学部等名
タイ,マヒドン大学,工学部
ナルニア国,アスラン大学, 理学部  (北)
"""
MENDED = Decision(3, "territory_text", "ナルニア国", "タイ")


@pytest.fixture(params=["forked", "fresh"])
def fresh(request, monkeypatch: pytest.MonkeyPatch) -> bool:
    """How processes begin: where a system can fork, and where it can't (Windows)."""
    if request.param == "fresh":
        monkeypatch.setattr(sandbox, "CAN_FORK", False)
    elif not sandbox.CAN_FORK:
        pytest.skip("This system can't fork.")
    return request.param == "fresh"


def run(name: str, *given: object, fresh: bool = False):
    return sandbox.run(f"tests.tasks:{name}", *given, bare=fresh)


def test_a_task_runs_in_a_process_of_its_own(fresh):
    name, number = run("greet", "Ada").split()
    assert name == "Ada"
    assert int(number) != os.getpid()


def test_an_error_of_ours_comes_back_whole(fresh):
    with pytest.raises(SourceError, match="no list") as error:
        run("refuse", b"no list")
    assert error.value.text_ja == "だめ"


def test_what_a_task_prints_is_no_part_of_its_answer(fresh):
    assert run("print_much") == "done"


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux keeps all limits.")
@pytest.mark.parametrize(
    ("name", "limits", "reason"),
    [
        ("fill_memory", {}, sandbox.MEMORY),
        ("loop", {"seconds": 1}, sandbox.TIME),
        ("sleep", {"patience": 1}, sandbox.TIME),
        ("die", {}, sandbox.FAULT),
        ("fail", {}, sandbox.FAULT),
        ("smuggle", {}, sandbox.FAULT),
    ],
)
def test_a_task_that_reaches_a_limit_is_ended(fresh, name, limits, reason, monkeypatch):
    began = time.monotonic()
    with monkeypatch.context() as patch:
        patch.setattr(sandbox, "LIMITS", replace(sandbox.LIMITS, **limits))
        with pytest.raises(sandbox.TaskEndedError) as ended:
            run(name, fresh=fresh)
    assert ended.value.reason == reason
    assert time.monotonic() - began < 20
    assert run("greet", "Ada", fresh=fresh).startswith("Ada ")


def test_an_answer_leads_to_no_other_name():
    received = pickle.dumps((os.system, None))
    with pytest.raises(sandbox.TaskEndedError):
        sandbox._answer(received, 0)


def test_in_such_a_process_tasks_simply_run(monkeypatch):
    monkeypatch.setattr(sandbox, "_inside", True)
    assert run("greet", "Ada") == f"Ada {os.getpid()}"


@pytest.mark.skipif(not sandbox.CAN_FORK, reason="This system can't fork.")
def test_the_process_that_others_are_forked_from_comes_back():
    first = run("greet", "Ada")
    sandbox._server._process.kill()
    sandbox._server._process.wait()
    assert run("greet", "Ada") != first


def test_tasks_run_beside_each_other():
    told: list[str] = []
    threads = [
        threading.Thread(target=lambda i=i: told.append(run("greet", str(i))))
        for i in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.split()[0] for one in told) == list("01234567")
    assert len({one.split()[1] for one in told}) == 8


@pytest.mark.parametrize(
    "folder", sorted(p.name for p in LISTS.iterdir() if p.is_dir())
)
def test_an_edition_from_such_a_process_is_the_one_built_here(folder):
    path = next(LISTS.joinpath(folder).glob("input.*"))
    received = path.read_bytes()
    assert_same(build_isolated(received, path.name), build_bytes(received, path.name))


def test_decisions_roles_and_contacts_reach_the_process(fresh):
    choices = {"roles": {3: "other"}, "decisions": [MENDED], "contacts": True}
    received = LISTED.encode()
    built = build_bytes(received, "a.csv", **choices)
    assert built.agreements["territory_code"].tolist() == ["THA", "THA"]
    assert_same(build_isolated(received, "a.csv", **choices), built)


def test_a_decision_that_does_not_fit_names_itself(fresh):
    wrong = replace(MENDED, expect="ナルニア")
    errors = []
    for build in (build_bytes, build_isolated):
        with pytest.raises(RepairError) as error:
            build(LISTED.encode(), "a.csv", decisions=[MENDED, wrong])
        own = error.value
        misfits = {n: (str(e), e.text_ja) for n, e in own.misfits.items()}
        errors.append((str(own), own.text_ja, misfits))
    assert errors[0] == errors[1]
    assert errors[0][2].keys() == {2}


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux keeps all limits.")
@pytest.mark.parametrize(
    ("limits", "message", "text_ja"),
    [
        ({"memory": 2**20}, "readable within 1 MiB of memory", "メモリー"),
        ({"seconds": 1}, "readable within 1 seconds", "秒以内"),
    ],
)
def test_a_list_that_reaches_a_limit_is_told_in_one_sentence(
    limits, message, text_ja, monkeypatch
):
    rows = "".join(f"タイ,第{i}大学,工学部\n" for i in range(100_000))
    monkeypatch.setattr(sandbox, "LIMITS", replace(sandbox.LIMITS, **limits))
    with pytest.raises(AgreementsError, match=message) as error:
        build_isolated((LISTED + rows).encode(), "a.csv")
    assert text_ja in error.value.text_ja


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux keeps all limits.")
def test_what_builds_for_long_keeps_nobody_waiting(kobe, monkeypatch):
    """A filter during a hostile build answers within twice its usual time."""
    from dashboard import measures
    from dashboard.filters import Filters

    def answer() -> float:
        began = time.perf_counter()
        for _ in range(20):
            measures.agreements_by_region.__wrapped__(kobe, Filters())
        return time.perf_counter() - began

    def median() -> float:
        return sorted(answer() for _ in range(15))[7]

    monkeypatch.setattr(sandbox, "LIMITS", replace(sandbox.LIMITS, patience=4))
    ended: list[str] = []

    def hostile() -> None:
        try:
            run("loop")
        except sandbox.TaskEndedError as end:
            ended.append(end.reason)

    run("greet", "Ada")
    answer()
    before = median()
    thread = threading.Thread(target=hostile)
    thread.start()
    during = median()
    assert thread.is_alive()
    thread.join()
    assert ended == [sandbox.TIME]
    assert during < 2 * max(before, median())


def test_the_sample_is_a_list():
    pipeline.build_sample()
