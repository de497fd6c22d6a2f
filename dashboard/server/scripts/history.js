// Keeps one history entry for a change of page: the framework adds the new page without
// its query, and then once more with it, so that Back would seem to do nothing.
(() => {
  const push = history.pushState;
  history.pushState = function (state, title, url) {
    const next = new URL(url ?? location.href, location.href);
    const completes = next.pathname === location.pathname && !location.search;
    if (completes && next.search) history.replaceState(state, title, url);
    else push.call(this, state, title, url);
  };
})();
