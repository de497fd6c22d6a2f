(() => {
  // Where the browser writes into the margin of a page, the last line stands there.
  if (window.CSSMarginRule) document.documentElement.classList.add("aa-margins");
  // A chart keeps its size on screen; with a viewBox and an aspect ratio it fits the paper.
  const charts = () => document.querySelectorAll(".stPlotlyChart .svg-container");
  const layers = (chart) => chart.querySelectorAll(".main-svg");
  const dark = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && getComputedStyle(app).colorScheme === "dark";
  };
  addEventListener("beforeprint", () => {
    document.documentElement.classList.toggle("aa-dark", dark());
    for (const chart of charts()) {
      const [width, height] = [chart.offsetWidth, chart.offsetHeight];
      if (!width || !height) continue;
      chart.style.setProperty("--aa-shape", `${width} / ${height}`);
      for (const layer of layers(chart)) {
        layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
      }
    }
  });
  addEventListener("afterprint", () => {
    for (const chart of charts()) {
      for (const layer of layers(chart)) layer.removeAttribute("viewBox");
    }
  });
})();
