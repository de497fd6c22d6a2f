import asyncio
import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from streamlit import file_util

from dashboard.server import middleware

SHELL = Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")
SCRIPT = b"let everything = 1;" * 200


class Recorded:
    """An app that gives one answer and remembers what it was asked."""

    def __init__(self, body=SCRIPT, content_type="text/javascript", status=200):
        self.body, self.content_type, self.status = body, content_type, status
        self.asked = []

    async def __call__(self, scope, receive, send):
        self.asked.append(scope)
        headers = [
            (b"content-type", self.content_type.encode()),
            (b"content-length", str(len(self.body)).encode()),
            (b"etag", b'"1"'),
        ]
        start = {"type": "http.response.start", "status": self.status}
        await send({**start, "headers": headers})
        half = len(self.body) // 2
        body = {"type": "http.response.body"}
        await send({**body, "body": self.body[:half], "more_body": True})
        await send({**body, "body": self.body[half:]})


async def stays_connected():
    await asyncio.Event().wait()


def ask(app, path, query="", method="GET", kind="http", **headers):
    """Send one request; return status, headers, body."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [
            (name.replace("_", "-").encode(), value.encode())
            for name, value in headers.items()
        ],
    }
    asyncio.run(app(scope, stays_connected, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0].get("status"), Headers(raw=sent[0].get("headers", [])), body


@pytest.mark.parametrize(
    ("query", "accepted", "lang"),
    [
        ("lang=en", "ja", "en"),
        ("lang=ja&region=asia", "en-US,en;q=0.9", "ja"),
        ("lang=tlh", "en-US,en;q=0.9", "en"),
        ("", "de-DE,de;q=0.9,en;q=0.7", "en"),
        ("", "ja,en;q=0.7", "ja"),
        ("", "fr", "en"),
        ("", "*", "ja"),
        ("", "", "ja"),
    ],
)
def test_page_language_is_the_links_else_the_browsers_else_japanese(
    query, accepted, lang
):
    assert middleware.reader_language(query, accepted) == lang


def test_page_says_its_language_and_title():
    app = middleware.PageShell(Recorded(SHELL.encode(), "text/html; charset=utf-8"))
    status, headers, body = ask(app, "/findings", "lang=ja", accept_language="en")
    page = body.decode()
    assert status == 200
    assert '<html lang="ja"' in page
    assert "<title>協定アトラス</title>" in page
    assert "JavaScript が必要です" in page
    assert "You need to enable JavaScript" not in page
    assert headers["content-length"] == str(len(body))
    assert headers["vary"] == "Accept-Language"


def test_browser_gets_one_cookie_that_no_script_and_no_shared_cache_can_read():
    app = middleware.PageShell(Recorded(SHELL.encode(), "text/html"), base="/atlas")
    _, first, _ = ask(app, "/atlas/map")
    name, token, *rest = re.split("=|; ", first["set-cookie"])
    assert (name, rest) == (
        middleware.VISITOR_COOKIE,
        ["Path", "/atlas", "HttpOnly", "SameSite", "Lax"],
    )
    assert len(token) >= 43
    assert ask(app, "/atlas/map")[1]["set-cookie"] != first["set-cookie"]
    assert first["cache-control"] == "private, no-cache"
    _, again, _ = ask(app, "/atlas/map", cookie=f"a=1; {name}={token}")
    assert "set-cookie" not in again


def test_page_has_the_words_of_the_framework_in_both_languages():
    page = middleware.translated_shell(SHELL, "ja")
    assert '["Skip to main content", "\\u672c' in page
    assert "WORDS = []" not in page


def test_page_is_never_taken_from_a_cache_of_another_language():
    app = Recorded(SHELL.encode(), "text/html")
    _, headers, _ = ask(middleware.PageShell(app), "/", if_none_match='"1"')
    assert "etag" not in headers
    assert "if-none-match" not in Headers(raw=app.asked[0]["headers"])


def test_framework_is_not_asked_to_compress_a_page_that_must_be_read():
    app = Recorded(SHELL.encode(), "text/html")
    ask(middleware.PageShell(app), "/map", accept_encoding="gzip", cookie="a=1")
    assert Headers(raw=app.asked[0]["headers"]).keys() == ["cookie"]


def test_policy_names_every_inline_script_of_the_page_and_no_other_host():
    page = middleware.translated_shell(SHELL, "en")
    policy = middleware.content_policy(page)
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert len(scripts) >= 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    scripts_rule = policy.rsplit("script-src", 1)[1]
    assert "unsafe" not in scripts_rule
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/_stcore/health", "/media/1.png", "/static/a.js"])
def test_what_is_no_page_stays_as_it_is(path):
    status, headers, body = ask(middleware.PageShell(Recorded()), path)
    assert (status, body) == (200, SCRIPT)
    assert headers["etag"] == '"1"'


ASSETS = {"/static/a.js", "/base/app/static/b.js"}


def test_scripts_are_compressed_once_and_unpack_to_the_same_bytes():
    inner = Recorded()
    app = middleware.CompressedAssets(inner, ASSETS)
    for _ in range(2):
        status, headers, body = ask(app, "/static/a.js", accept_encoding="gzip, br")
        assert status == 200
        assert headers["content-encoding"] == "gzip"
        assert headers["vary"] == "Accept-Encoding"
        assert headers["content-length"] == str(len(body))
        assert gzip.decompress(body) == SCRIPT
    assert len(inner.asked) == 1


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/static/a.js", {}),
        ("/static/a.js", {"accept_encoding": "gzip", "if_none_match": '"1"'}),
        ("/static/a.js", {"accept_encoding": "gzip", "range": "bytes=0-1"}),
        ("/static/./a.js", {"accept_encoding": "gzip"}),
        ("/static/a.woff2", {"accept_encoding": "gzip"}),
        ("/agreements", {"accept_encoding": "gzip"}),
    ],
)
def test_other_requests_are_not_compressed(path, headers):
    _, answered, body = ask(
        middleware.CompressedAssets(Recorded(), ASSETS), path, **headers
    )
    assert "content-encoding" not in answered
    assert body == SCRIPT


@pytest.mark.parametrize(
    "inner",
    [
        Recorded(b"let a;"),
        Recorded(SHELL.encode(), "text/html"),
        Recorded(status=404),
    ],
)
def test_what_is_not_worth_keeping_is_asked_for_again(inner):
    app = middleware.CompressedAssets(inner, ASSETS)
    for _ in range(2):
        _, headers, body = ask(app, "/static/a.js", accept_encoding="gzip")
        assert "content-encoding" not in headers
        assert body == inner.body
    assert len(inner.asked) == 2


@pytest.mark.parametrize(
    "path",
    ["/nobody{}/static/a.js", "/static/a{}.js", "/nobody{}/base/app/static/b.js"],
)
def test_invented_paths_make_no_cache_grow(path):
    inner = Recorded()
    app = middleware.CompressedAssets(inner, ASSETS)
    for number in range(8):
        _, headers, _ = ask(app, path.format(number), accept_encoding="gzip")
        assert "content-encoding" not in headers
    assert (len(app._compressed), len(inner.asked)) == (0, 8)


def test_many_at_once_compress_once():
    inner, sent = Recorded(), []
    app = middleware.CompressedAssets(inner, ASSETS)
    scope = {"type": "http", "method": "GET", "path": "/static/a.js"}
    scope["headers"] = [(b"accept-encoding", b"gzip")]

    async def send(message):
        sent.append(message.get("body", b""))

    async def ask_together():
        asked = [app(scope, stays_connected, send) for _ in range(8)]
        await asyncio.gather(*asked)

    asyncio.run(ask_together())
    assert len(inner.asked) == 1
    assert [gzip.decompress(body) for body in sent if body] == [SCRIPT] * 8


def test_cache_is_bounded_by_number_and_bytes_and_drops_the_longest_unasked():
    cache = middleware.ResponseCache(most=3, most_bytes=10)
    for path, size in (("a", 3), ("b", 3), ("c", 3)):
        cache.put(path, middleware.BufferedResponse({}, b"x" * size))
    cache.get("a")
    cache.put("d", middleware.BufferedResponse({}, b"x" * 3))
    assert [path for path in "abcd" if cache.get(path)] == ["a", "c", "d"]
    cache.put("e", middleware.BufferedResponse({}, b"x" * 7))
    assert ([p for p in "acde" if cache.get(p)], cache.size) == (["d", "e"], 10)
    cache.put("f", middleware.BufferedResponse({}, b"x" * 11))
    assert (len(cache), cache.size) == (0, 0)


def test_assets_are_the_files_that_a_browser_unpacks(tmp_path):
    for name in ("a.js", "js/b.css", "c.woff2", "d.geojson/e.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("x")
    paths = {"/base/static/a.js", "/base/static/js/b.css"}
    assert middleware.paths_of_files("/base/static/", tmp_path) == paths


def test_pages_below_an_invented_folder_have_their_policy_too():
    shell = Recorded(SHELL.encode(), "text/html")
    for path in ("/nobody/media/x", "/nobody/_stcore/x", "/base/nobody/component/x"):
        _, headers, _ = ask(middleware.PageShell(shell, base="/base"), path)
        assert "content-security-policy" in headers
    _, headers, _ = ask(middleware.PageShell(shell, base="/base"), "/base/_stcore/x")
    assert "content-security-policy" not in headers


def test_every_response_has_the_security_headers():
    _, headers, _ = ask(middleware.SecurityHeaders(Recorded()), "/anything")
    assert {name: headers[name] for name in middleware.HEADERS} == middleware.HEADERS
    assert "cache-control" not in headers


def test_outlines_may_be_kept_by_the_browser_if_they_were_found():
    found = ask(middleware.SecurityHeaders(Recorded()), "/app/static/world_geo.geojson")
    missing = ask(
        middleware.SecurityHeaders(Recorded(status=404)), "/app/static/none.geojson"
    )
    assert found[1]["cache-control"] == middleware.STATIC_CACHE
    invented = ask(
        middleware.SecurityHeaders(Recorded()), "/nobody/app/static/x.geojson"
    )
    assert "cache-control" not in missing[1]
    assert "cache-control" not in invented[1]


def test_drawing_script_is_given_out_whole_and_kept_for_good(tmp_path):
    script = tmp_path / "plotly.min.js"
    script.write_bytes(SCRIPT)
    inner = Recorded()
    app = middleware.SingleFile(
        inner, name="plotly-7.min.js", file=script, base="/base"
    )
    status, headers, body = ask(app, "/base/app/static/plotly-7.min.js")
    assert (status, body, inner.asked) == (200, SCRIPT, [])
    assert headers["cache-control"] == middleware.IMMUTABLE_CACHE
    for path in ("/app/static/other.js", "/nobody/base/app/static/plotly-7.min.js"):
        assert "cache-control" not in ask(app, path)[1]
    assert len(inner.asked) == 2


def test_page_asks_early_for_what_nearly_every_page_draws():
    early = 'rel="preload" href="./app/static/'
    page = middleware.translated_shell(SHELL, "ja", "plotly-7.min.js")
    assert f'{early}world_geo.geojson" as="fetch" crossorigin' in page
    assert f'{early}plotly-7.min.js" as="script" fetchpriority="low"' in page
    assert (
        page.count(early) == middleware.translated_shell(SHELL, "ja").count(early) + 1
    )


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/base/_stcore/metrics/"])
def test_metrics_of_the_server_are_not_public(path):
    inner = Recorded()
    status, _, body = ask(middleware.SecurityHeaders(inner), path)
    assert (status, body, inner.asked) == (404, b"", [])


def test_web_sockets_pass_untouched():
    inner = Recorded()
    app = middleware.SecurityHeaders(
        middleware.PageShell(middleware.CompressedAssets(inner, ASSETS))
    )
    _, headers, body = ask(app, "/_stcore/stream", kind="websocket")
    assert body == SCRIPT
    assert "x-frame-options" not in headers
