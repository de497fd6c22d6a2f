"""ASGI middleware around the app: language of the page, headers, compression.

Four small layers, each of which passes on what it does not change. Knows nothing of
Streamlit or agreements; `server.main` stacks the layers.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import posixpath
import re
import secrets
from asyncio import Lock
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.i18n import LANGUAGES, browser_language
from dashboard.server.framework_words import words_script

if TYPE_CHECKING:
    from dashboard.server.first_page import FirstPage

    MakeFirst = Callable[[str, str, Mapping[str, str]], FirstPage | None]

APP_TITLES = {"ja": "協定アトラス", "en": "Agreement Atlas"}
"""Language -> title of the app; the first is the default language."""

NO_SCRIPT = (
    "<noscript><p>この画面の表示には JavaScript が必要です。</p>"
    '<p lang="en">This page needs JavaScript.</p></noscript>'
)

_SCRIPTS = Path(__file__).with_name("scripts")
SCRIPTS = tuple(
    words_script((_SCRIPTS / f"{name}.js").read_text(encoding="utf-8"))
    for name in ("language", "fullscreen", "print", "history", "words")
)
"""Inline scripts of the page: follow the language, fill the screen, fit the paper, one
entry of the history for a page, the framework's words."""

POLICY = (
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'self'",
)
"""No request may leave our origin. Charts read their base map from data: addresses; the
framework writes its styles at run time, and starts our chart from a blob: of its own."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}

PAGE_CACHE = "private, no-cache"
"""No cache that several people share may give one reader's cookie to another."""

STATIC_PATH = "/app/static/"
STATIC_CACHE = "public, max-age=3600, stale-while-revalidate=86400"
IMMUTABLE_CACHE = "public, max-age=31536000, immutable"
OUTLINES_FILE = "world_geo.geojson"
"""The outlines of the map, which nearly every page draws; preloaded with Plotly."""

VISITOR_COOKIE = "aa_visitor"
"""The cookie by which the server finds a reader's own list after a reload."""

TOKEN_BYTES = 32

PRIVATE_PATHS = ("/_stcore/metrics",)
COMPRESSIBLE = (".css", ".geojson", ".js", ".json", ".svg")
MIN_COMPRESSED_BYTES = 1024
MAX_ASSETS, MAX_ASSET_BYTES = 512, 64 * 2**20
"""Limits of the cache of compressed files: their number and their bytes together. The
framework's scripts and styles and ours (about 330) take 9 MB."""

FRAMEWORK_PATHS = ("/_stcore/", "/media/", "/component/")
_NO_SCRIPT = re.compile(r"<noscript>(?:(?!<noscript>).)*?</noscript>", re.DOTALL)
_SCRIPT = re.compile(r"<script>((?:(?!<script>).)*?)</script>", re.DOTALL)
_TITLE = re.compile(r"<title>[^<]*+</title>")
_STYLE_SHEET = re.compile(r'<link rel="stylesheet"[^<>]{0,300}+>')
ROOT = '<div id="root"></div>'
UNFORWARDED_HEADERS = (
    b"if-none-match",
    b"if-modified-since",
    b"range",
    b"accept-encoding",
)
"""Request headers dropped for pages: we must read the whole page, and "not modified"
may be wrong in another language."""


@dataclass(frozen=True)
class BufferedResponse:
    """A whole response: its first message and its body."""

    start: Message
    body: bytes

    async def send(self, send: Send) -> None:
        """Send both messages."""
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})


async def _buffered_response(
    app: ASGIApp, scope: Scope, receive: Receive
) -> BufferedResponse:
    messages: list[Message] = []

    async def collect(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, collect)
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return BufferedResponse(messages[0], body)


def reader_language(query: str, accepted: str) -> str:
    """Choose the language of a page: that of the link, or of the browser.

    English for a browser that prefers neither; Japanese where nothing is known.

    Args:
        query: the query string of the URL (`lang=en&region=asia`).
        accepted: the Accept-Language header, the best language first.
    """
    requested = parse_qs(query).get("lang", [])
    browser = [part.split(";")[0].strip() for part in accepted.split(",")]
    known = [*requested, *(code[:2].lower() for code in browser)]
    default = browser_language(browser[0].replace("*", ""))
    return next((lang for lang in known if lang in LANGUAGES), default)


def translated_shell(page: str, lang: str, engine: str = "") -> str:
    """Return the framework's empty page with our language, title and scripts.

    Args:
        page: the framework's markup.
        lang: the language of the page.
        engine: the file name of the script that draws figures, to preload.
    """
    page = re.sub(r'<html lang="[^"]*"', f'<html lang="{lang}"', page, count=1)
    title = f"<title>{APP_TITLES[lang]}</title>"
    scripts = "".join(f"<script>{script}</script>" for script in SCRIPTS)
    preloads = _preload(OUTLINES_FILE, 'as="fetch" crossorigin')
    preloads += _preload(engine, 'as="script"') if engine else ""
    head = title + preloads + scripts
    page = _TITLE.sub(lambda _: head, page, count=1)
    return _NO_SCRIPT.sub(NO_SCRIPT, page)


def _preload(name: str, attributes: str) -> str:
    """Return the tag that preloads a file, after the framework's own scripts."""
    address = f'href=".{STATIC_PATH}{name}"'
    return f'<link rel="preload" {address} {attributes} fetchpriority="low">'


def with_first(page: str, first: FirstPage) -> str:
    """Put the first picture before the root of the framework's page.

    The framework's style sheet moves behind it, so that nothing is waited for.
    """
    styles = "".join(_STYLE_SHEET.findall(page))
    page = _NO_SCRIPT.sub("", _STYLE_SHEET.sub("", page), count=1)
    title = f"<title>{escape(first.title)}</title>{first.head}"
    page = _TITLE.sub(lambda _: title, page, count=1)
    before, root, after = page.partition(ROOT)
    script = f"<script>{first.script}</script>"
    return "".join((before, first.body, styles, root, script, after))


def content_policy(page: str) -> str:
    """Return the content-security policy of a page, with the hashes of its scripts."""
    inline = _SCRIPT.findall(page)
    digests = (hashlib.sha256(script.encode()).digest() for script in inline)
    hashes = (f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return "; ".join((*POLICY, " ".join(("script-src 'self' blob:", *hashes))))


def visitor_cookie(scope: Scope, path: str) -> str:
    """Return the cookie for a browser that has none yet; "" for others.

    A random number that no script can read, until the browser is closed. It is sent
    where a link from another site leads here, but not with that site's own requests.
    """
    cookies = Headers(scope=scope).get("cookie", "")
    if f"{VISITOR_COOKIE}=" in cookies:
        return ""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return f"{VISITOR_COOKIE}={token}; Path={path}; HttpOnly; SameSite=Lax{secure}"


class PageShell:
    """Gives the framework's page our language, title, content policy and cookie.

    Args:
        app: responds with the framework's page.
        engine: the file name of the script that draws figures.
        base: the base path of all URLs.
        first: makes the first picture of the page at the base path, out of query,
            language and headers; None where there is none.
    """

    def __init__(
        self,
        app: ASGIApp,
        engine: str = "",
        base: str = "",
        first: MakeFirst = lambda *_: None,
    ) -> None:
        self.app, self.engine, self.first = app, engine, first
        self.path, self.root = base or "/", (base, f"{base}/")
        self.framework = tuple(base + path for path in FRAMEWORK_PATHS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Rewrite pages; pass on other requests."""
        if not _is_page_request(scope, self.framework):
            await self.app(scope, receive, send)
            return
        response = await _buffered_response(
            self.app, _without(scope, UNFORWARDED_HEADERS), receive
        )
        headers = MutableHeaders(raw=list(response.start["headers"]))
        if headers.get("content-type", "").startswith("text/html"):
            query = scope["query_string"].decode("latin-1")
            accepted = Headers(scope=scope).get("accept-language", "")
            shell = response.body.decode("utf-8")
            lang = reader_language(query, accepted)
            page = translated_shell(shell, lang, self.engine)
            if scope["path"] in self.root:
                asked = (query, lang, Headers(scope=scope))
                if first := await run_in_threadpool(self.first, *asked):
                    page = with_first(page, first)
            headers["content-security-policy"] = content_policy(page)
            headers.add_vary_header("Accept-Language")
            if cookie := visitor_cookie(scope, self.path):
                headers.append("set-cookie", cookie)
            headers["cache-control"] = PAGE_CACHE
            _delete_headers(headers, ("etag", "last-modified"))
            response = _with_body(response.start, headers, page.encode("utf-8"))
            if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
                response = await run_in_threadpool(_compressed, response)
        await response.send(send)


class SecurityHeaders:
    """Adds the security headers to every response, and lets our files be cached."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.static = base + STATIC_PATH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers; private paths are not found."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"].rstrip("/").endswith(PRIVATE_PATHS):
            not_found = {
                "type": "http.response.start",
                "status": HTTPStatus.NOT_FOUND.value,
            }
            await BufferedResponse({**not_found, "headers": []}, b"").send(send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                is_ok = message["status"] == HTTPStatus.OK
                if is_ok and scope["path"].startswith(self.static):
                    headers.setdefault("cache-control", STATIC_CACHE)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class SingleFile:
    """Serves a single file from outside our static folder, cached forever."""

    def __init__(self, app: ASGIApp, name: str, file: Path, base: str = "") -> None:
        self.app = app
        self.path = base + STATIC_PATH + name
        self.file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond with the file at its path; pass on other requests."""
        if scope["type"] == "http" and scope["path"] == self.path:
            headers = {"cache-control": IMMUTABLE_CACHE}
            response = FileResponse(
                self.file, headers=headers, media_type="text/javascript"
            )
            await response(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class CompressedAssets:
    """Sends scripts, styles and outlines compressed, each compressed only once.

    The framework leaves its scripts as they are to spare the processor. Cached
    compressed, they cost nothing after the first reader.

    Args:
        app: responds to the plain request.
        paths: of existing files. Other paths are never cached, so requests can't make
            the cache grow.
    """

    def __init__(self, app: ASGIApp, paths: Collection[str]) -> None:
        self.app = app
        self._compressed = ResponseCache(MAX_ASSETS, MAX_ASSET_BYTES)
        self._locks = {path: Lock() for path in paths}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond from the cache where the file was requested before."""
        if not _may_compress(scope) or scope["path"] not in self._locks:
            await self.app(scope, receive, send)
            return
        response = self._compressed.get(scope["path"])
        if response is None:
            async with self._locks[scope["path"]]:  # many at once: the first compresses
                response = self._compressed.get(scope["path"])
                if response is None:
                    response = await self._respond(scope, receive)
        await response.send(send)

    async def _respond(self, scope: Scope, receive: Receive) -> BufferedResponse:
        plain = _without(scope, (b"accept-encoding",))
        response = await _buffered_response(self.app, plain, receive)
        if _is_worth_compressing(response):
            response = await run_in_threadpool(_compressed, response)
            self._compressed.put(scope["path"], response)
        return response


class ResponseCache:
    """A least-recently-used cache of responses, limited in number and total bytes."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self.most, self.most_bytes, self.size = most, most_bytes, 0
        self._responses: OrderedDict[str, BufferedResponse] = OrderedDict()

    def __len__(self) -> int:
        return len(self._responses)

    def get(self, path: str) -> BufferedResponse | None:
        """Return the cached response, which becomes the most recently used."""
        if path in self._responses:
            self._responses.move_to_end(path)
        return self._responses.get(path)

    def put(self, path: str, response: BufferedResponse) -> None:
        """Cache a response; the least recently used are dropped."""
        self._responses[path] = response
        self.size += len(response.body)
        while len(self) > self.most or self.size > self.most_bytes:
            _, oldest = self._responses.popitem(last=False)
            self.size -= len(oldest.body)


def paths_of_files(address: str, folder: Path) -> frozenset[str]:
    """Return the paths of a folder's files that are sent compressed."""
    return frozenset(
        address + file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.suffix in COMPRESSIBLE and file.is_file()
    )


def _is_page_request(scope: Scope, framework: tuple[str, ...]) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path = scope["path"]
    return not path.startswith(framework) and "." not in posixpath.basename(path)


def _without(scope: Scope, names: tuple[bytes, ...]) -> Scope:
    """Return the same request without some of its headers."""
    headers = [pair for pair in scope["headers"] if pair[0] not in names]
    return {**scope, "headers": headers}


def _may_compress(scope: Scope) -> bool:
    """Whether a client that accepts gzip requests a whole file, unconditionally."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    conditional = "if-none-match" in headers or "range" in headers
    accepted = "gzip" in headers.get("accept-encoding", "")
    return accepted and not conditional


def _is_worth_compressing(response: BufferedResponse) -> bool:
    headers = Headers(raw=response.start["headers"])
    return (
        response.start["status"] == HTTPStatus.OK
        and "content-encoding" not in headers
        and not headers.get("content-type", "").startswith("text/html")
        and len(response.body) >= MIN_COMPRESSED_BYTES
    )


def _compressed(response: BufferedResponse) -> BufferedResponse:
    headers = MutableHeaders(raw=list(response.start["headers"]))
    headers["content-encoding"] = "gzip"
    headers.add_vary_header("Accept-Encoding")
    _delete_headers(headers, ("accept-ranges",))
    return _with_body(response.start, headers, gzip.compress(response.body, 6, mtime=0))


def _delete_headers(headers: MutableHeaders, names: Iterable[str]) -> None:
    for name in names:
        if name in headers:
            del headers[name]


def _with_body(
    start: Message, headers: MutableHeaders, body: bytes
) -> BufferedResponse:
    headers["content-length"] = str(len(body))
    return BufferedResponse({**start, "headers": headers.raw}, body)
