"""Archives: the same members, the same bytes; whoever unpacks them can read them."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.zip_files import zip_bytes

MEMBERS = [("b.txt", b"second" * 100), ("a/大学.csv", b"first")]


@pytest.mark.parametrize(
    ("compress", "method"), [(True, zipfile.ZIP_DEFLATED), (False, zipfile.ZIP_STORED)]
)
def test_members_stand_as_they_were_given_and_say_no_date(compress, method):
    written = zip_bytes(iter(MEMBERS), compress=compress)
    assert zip_bytes(MEMBERS, compress=compress) == written
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert [
            (entry.filename, archive.read(entry), entry.compress_type, entry.date_time)
            for entry in archive.infolist()
        ] == [(*member, method, (1980, 1, 1, 0, 0, 0)) for member in MEMBERS]
        assert {
            (entry.create_system, entry.external_attr >> 16)
            for entry in archive.infolist()
        } == {(3, 0o644)}


def test_an_archive_may_be_empty():
    with zipfile.ZipFile(io.BytesIO(zip_bytes([]))) as archive:
        assert archive.namelist() == []
