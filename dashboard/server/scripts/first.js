// Takes the first picture away when the figures of the page stand, or when the page
// turns out to show something else. Until then the same things are not read twice: what
// is below the picture is inert, but for the sidebar, which can be used at once.
(() => {
  const picture = document.getElementById("aa-first");
  const root = document.getElementById("root");
  const LAST_RESORT = 60_000;
  const ELSEWHERE = '[role="dialog"], [data-testid="stException"], .aa-notice';
  const { pathname } = location;
  const scroller = picture.querySelector(".aa-first-page");
  let page = null;
  let hasRun = false;

  // The theme that a reader chose here before, if not that of the system.
  try {
    const key = Object.keys(localStorage).find((name) => name.startsWith("stActiveTheme"));
    const chosen = (localStorage.getItem(key) ?? "").toLowerCase();
    const scheme = ["light", "dark"].find((name) => chosen.includes(name));
    if (scheme) picture.style.colorScheme = scheme;
  } catch {} // no storage: that of the system

  const figuresStand = () => {
    const figures = [...root.querySelectorAll(".aa-chart")];
    const drawn = figures.filter((figure) => "drawn" in figure.dataset);
    return figures.length && drawn.length === figures.length;
  };
  const showsElse = () => {
    if (location.pathname !== pathname) return true;
    const state = root.querySelector("[data-test-script-state]")?.dataset.testScriptState;
    if (state === "running") hasRun = true;
    const isDone = hasRun && state === "notRunning";
    const figures = root.querySelector(".aa-chart, .stPlotlyChart");
    return isDone && !figures && root.querySelector(ELSEWHERE);
  };
  const end = () => {
    changes.disconnect();
    clearTimeout(last);
    if (page) {
      page.inert = false;
      page.scrollTop = scroller.scrollTop;
    }
    picture.remove();
  };
  const look = () => {
    page = root.querySelector('[data-testid="stMain"]');
    if (page && !page.inert) page.inert = true;
    if (page && root.querySelector('[data-testid="stSidebar"]')) {
      const left = `${Math.max(0, page.getBoundingClientRect().left)}px`;
      picture.style.setProperty("--aa-left", left);
    }
    if (figuresStand()) requestAnimationFrame(end);
    else if (showsElse()) end();
  };
  const changes = new MutationObserver(look);
  const last = setTimeout(end, LAST_RESORT);
  changes.observe(root, {
    attributeFilter: ["data-drawn", "data-test-script-state"],
    childList: true,
    subtree: true,
  });
})();
