"""Rows as codes: what they hold, and which of them are alike."""

from __future__ import annotations

import numpy as np

from pipeline.grid import encode_rows, group_codes

ROWS = (("国", "大学"), (), ("国", "", "学部"))


def test_rows_give_back_their_texts_and_lengths():
    encoded = encode_rows(ROWS)
    assert tuple(encoded) == ROWS == (encoded[0], encoded[1], encoded[-1])
    assert encoded == ROWS
    assert encoded[1:] == ROWS[1:]
    assert encoded.texts == ["", "国", "大学", "学部"]
    assert encode_rows(encoded) is encoded


def test_text_at_a_position_is_blank_behind_the_end_of_a_row():
    encoded = encode_rows(ROWS)
    assert encoded.column_texts([2, 1, 0], 0) == ["国", "", "国"]
    assert encoded.column_texts([0, 2], 2) == ["", "学部"]
    assert encoded.column_texts([0, 2], 9) == ["", ""]


def test_rows_equal_in_all_columns_are_numbered_as_they_come():
    far = np.array([2**40, 0, 2**40, 0])
    assert group_codes(np.array([3, 3, 3, 0]), far).tolist() == [0, 1, 0, 2]
    assert group_codes(far, far, far, np.array([1, 1, 2, 1])).tolist() == [0, 1, 2, 1]
