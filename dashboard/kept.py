"""Results that are made once for each thing they are made of, and go when it goes.

Assumes functions that are pure and results that nobody writes into. A measure is kept
as long as its edition asks for it; what is drawn and said of it is kept no longer, so a
reader's own list leaves nothing behind.
"""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")
Asked = ParamSpec("Asked")
RECENT = 16


def once_per_thing(
    make: Callable[Concatenate[Thing, Asked], Made], recent: int = RECENT
) -> Callable[Concatenate[Thing, Asked], Made]:
    """Make the same of the same thing once; things are the same if they are one object.

    The last `recent` of each thing are kept. What else is asked with must be hashable.
    A result must not hold its thing: then both would stay for ever.
    """
    made: dict[int, OrderedDict[object, Made]] = {}

    @wraps(make)
    def kept(thing: Thing, *asked: Asked.args, **named: Asked.kwargs) -> Made:
        key = id(thing)
        known = made.get(key)
        if known is None:
            known = made[key] = OrderedDict()
            weakref.finalize(thing, made.pop, key, None).atexit = False
        question = (asked, tuple(sorted(named.items())))
        answer = known.get(question)
        if answer is not None:
            return answer
        answer = known[question] = make(thing, *asked, **named)
        while len(known) > recent:
            known.popitem(last=False)
        return answer

    return kept
