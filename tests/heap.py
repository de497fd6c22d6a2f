"""Finds a text wherever this process holds it: in strings, bytes, arrays and buffers."""

from __future__ import annotations

import gc
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

ENCODINGS = ("utf-8", "utf-16-le", "utf-32-le")


def holders(text: str, roots: list[object] | None = None) -> list[str]:
    """Describe each object that holds a text, with the types that lead to it.

    Looked for from `roots`, or from everything that the garbage collector knows.
    """
    gc.collect()
    needles = [text.encode(encoding) for encoding in ENCODINGS]
    own = [text, needles]
    parents: dict[int, object] = {id(one): None for one in (*own, *needles)}
    found: list[str] = []
    waiting: list[object] = gc.get_objects() if roots is None else [*roots]
    own += [waiting, parents, found]
    parents |= {id(one): None for one in own}
    parents[id(own)] = None
    seen: set[int] = set(parents)
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if _holds(one, text, needles):
            found.append(f"{one!r:.60} in {_path(one, parents)}")
        for part in _parts(one):
            if id(part) not in seen:
                parents.setdefault(id(part), one)
                waiting.append(part)
    return found


def _holds(one: object, text: str, needles: list[bytes]) -> bool:
    if isinstance(one, str):
        return text in one
    if isinstance(one, bytes | bytearray):
        return any(needle in one for needle in needles)
    if isinstance(one, np.ndarray) and one.dtype != object and one.base is None:
        return any(needle in one.tobytes() for needle in needles)
    if isinstance(one, pa.Buffer) and one.is_cpu:
        return any(needle in one.to_pybytes() for needle in needles)
    return False


def _parts(one: object) -> Iterable[object]:
    """What an object holds, told by Python and by those that hold in C."""
    yield from gc.get_referents(one)
    if isinstance(one, np.ndarray) and one.dtype == object:
        yield from one.ravel().tolist()
    elif isinstance(one, pa.Table):
        yield from one.columns
    elif isinstance(one, pa.ChunkedArray):
        yield from one.chunks
    elif isinstance(one, pa.DictionaryArray):
        yield one.dictionary
    elif isinstance(one, pa.Array):
        yield from filter(None, one.buffers())


def _path(one: object, parents: dict[int, object]) -> str:
    names: list[str] = []
    while (one := parents.get(id(one))) is not None and len(names) < 8:
        names.append(type(one).__qualname__)
    return " < ".join(names) or "a root"
