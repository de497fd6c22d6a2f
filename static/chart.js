// Draws a figure with Plotly and keeps it: a new figure under the same key changes what
// is drawn instead of building the chart anew.

const charts = new WeakMap();
let engine;

const load = (address) =>
  (engine ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`Can't load ${address}`));
    document.head.append(script);
  }));

// Figures name colours by their place in the theme: #000001 is the first of all.
const themed = (spec, style) => {
  const kinds = ["categorical", "sequential", "diverging"];
  const colors = kinds.flatMap((kind) =>
    style.getPropertyValue(`--st-chart-${kind}-colors`).split(","),
  );
  return spec.replace(/#0000([0-3]\d)/g, (place, number) =>
    (colors[Number(number) - 1] ?? place).trim(),
  );
};

// What no figure says: the letters of the page, and room between numbers and axes.
const template = (style) => ({
  layout: {
    font: { family: style.fontFamily, size: 12 },
    hoverlabel: { font: { family: style.fontFamily, size: 12 } },
    xaxis: { automargin: true, showgrid: false, zeroline: false },
    yaxis: { automargin: true },
    margin: { pad: 8, l: 0, r: 0 },
    coloraxis: {
      colorbar: {
        thickness: 16,
        xpad: 24,
        outlinecolor: "transparent",
        outlinewidth: 8,
        len: 0.75,
        y: 0.5745,
      },
    },
  },
});

const paint = async (chart) => {
  if (chart.painting) return;
  chart.painting = true;
  try {
    await paintWanted(chart);
  } finally {
    chart.painting = false;
  }
};

const paintWanted = async (chart) => {
  while (chart.wanted) {
    const { spec, config, fill } = chart.wanted;
    chart.wanted = null;
    const width = chart.frame.clientWidth;
    if (!width) break;
    const style = getComputedStyle(chart.frame);
    const colored = themed(spec, style);
    const height = fill ? chart.frame.clientHeight : undefined;
    const state = [colored, config, width, height].join();
    if (state === chart.state) continue;
    const plotly = await load(chart.engine);
    const figure = JSON.parse(colored);
    const layout = { ...figure.layout, template: template(style), width };
    Object.assign(layout, { dragmode: "pan", hovermode: "closest" });
    if (fill) layout.height = height;
    const drawn = plotly.react(chart.figure, figure.data, layout, JSON.parse(config));
    if (!chart.listening) {
      chart.figure.on("plotly_click", (event) => chart.press(event.points[0]));
      chart.listening = true;
    }
    await drawn;
    chart.state = state;
  }
};

const begin = (parent) => {
  const [above, frame, below, figure] = Array.from({ length: 4 }, () =>
    document.createElement("div"),
  );
  above.className = "aa-above";
  frame.className = "stPlotlyChart";
  below.className = "aa-below";
  frame.append(figure);
  parent.append(above, frame, below);
  const chart = { frame, figure, above, below };
  chart.observer = new ResizeObserver(() => {
    chart.wanted ??= chart.last;
    paint(chart);
  });
  chart.observer.observe(frame);
  return chart;
};

// Our own markup, with every text in it escaped; what stays the same is left alone.
const say = (place, text) => {
  if (place.said === text) return;
  place.said = text;
  place.innerHTML = text;
};

export default ({ data, parentElement, setTriggerValue }) => {
  const chart = charts.get(parentElement) ?? begin(parentElement);
  charts.set(parentElement, chart);
  chart.engine = data.engine;
  say(chart.above, data.above);
  say(chart.below, data.below);
  chart.press = (point) => {
    if (point?.customdata?.length) setTriggerValue("mark", point.customdata);
  };
  chart.frame.setAttribute("role", "figure");
  chart.frame.setAttribute("aria-label", data.alt);
  chart.frame.style.height = data.fill ? "100%" : "";
  // Keeps the place of what is not drawn yet, so that nothing below it moves.
  const { height } = JSON.parse(data.spec).layout;
  chart.frame.style.minHeight = data.fill ? "" : `${height}px`;
  chart.last = chart.wanted = data;
  paint(chart);
  return () => {
    charts.delete(parentElement);
    chart.observer.disconnect();
    if (window.Plotly) window.Plotly.purge(chart.figure);
    for (const part of [chart.above, chart.frame, chart.below]) part.remove();
  };
};
