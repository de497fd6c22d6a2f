// Draws figures with Plotly where a page holds places for them, and keeps each one: a
// new figure under the same key changes what is drawn. Places are found as soon as they
// stand in the page, before the framework goes on with the rest of it.

const charts = new Map();
let engine, look, press;

const load = (address) =>
  (engine ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`Can't load ${address}`));
    document.head.append(script);
  }));

// What no figure says: colours of the theme, the letters of the page, and room between
// numbers and axes.
const lookOf = (style) => {
  const kinds = ["categorical", "sequential", "diverging"];
  const font = { family: style.fontFamily, size: 12 };
  return {
    colors: kinds.flatMap((kind) =>
      style.getPropertyValue(`--st-chart-${kind}-colors`).split(","),
    ),
    template: {
      layout: {
        font,
        hoverlabel: { font },
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
    },
  };
};

// Figures name colours by their place in the theme: #000001 is the first of all.
const themed = (spec) =>
  spec.replace(/#0000([0-3]\d)/g, (place, number) =>
    (look.colors[Number(number) - 1] ?? place).trim(),
  );

const paint = (chart) => (chart.painting ??= paintAll(chart));

const paintAll = async (chart) => {
  try {
    while (chart.wanted && look) await paintWanted(chart);
  } finally {
    chart.painting = null;
  }
};

const paintWanted = async (chart) => {
  const { spec, config, fill } = chart.place.dataset;
  chart.wanted = false;
  const width = chart.place.clientWidth;
  if (!width) return;
  const colored = themed(spec);
  const height = fill ? chart.place.clientHeight : undefined;
  const state = [colored, config, width, height, look.template.layout.font.family].join();
  if (state === chart.state) return;
  chart.state = state;
  const plotly = window.Plotly ?? (await engine);
  const figure = JSON.parse(colored);
  const layout = { ...figure.layout, template: look.template, width };
  Object.assign(layout, { dragmode: "pan", hovermode: "closest" });
  if (fill) layout.height = height;
  const drawn = plotly.react(chart.figure, figure.data, layout, JSON.parse(config));
  if (!chart.listening) {
    chart.figure.on("plotly_click", (event) => pressed(chart, event.points[0]));
    chart.listening = true;
  }
  await drawn;
};

const pressed = (chart, point) => {
  if (point?.customdata?.length) press([chart.place.dataset.key, ...point.customdata]);
};

const want = (chart) => {
  chart.wanted = true;
  return paint(chart);
};

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) if (target.chart) want(target.chart);
});

const put = (place) => {
  const { key, spec, fill } = place.dataset;
  const chart = charts.get(key) ?? { figure: document.createElement("div") };
  charts.set(key, chart);
  if (chart.place) leave(chart.place);
  chart.place = place;
  place.chart = chart;
  // Keeps the height of what is not drawn yet, so that nothing below it moves.
  if (!fill && !chart.state) place.style.minHeight = `${JSON.parse(spec).layout.height}px`;
  place.append(chart.figure);
  sizes.observe(place);
  want(chart);
};

const leave = (place) => {
  place.chart = null;
  sizes.unobserve(place);
};

const follow = () => {
  for (const place of document.getElementsByClassName("aa-chart")) {
    if (!("chart" in place)) put(place);
  }
  for (const [key, chart] of charts) {
    if (chart.place.isConnected) continue;
    charts.delete(key);
    leave(chart.place);
    if (window.Plotly) window.Plotly.purge(chart.figure);
  }
};

new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });

let asked = 0;

// Two frames, and what the browser does behind them.
const painted = () =>
  new Promise((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 30))),
  );

// Shows the figures that stand at an address in the places of the page, if it gives just
// those; resolves when they are painted.
export const ahead = async (address) => {
  const turn = ++asked;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  const figures = await answer.json();
  if (turn !== asked || figures.length !== charts.size) return;
  if (!figures.every(({ key }) => charts.has(key))) return;
  await Promise.all(figures.map(showAhead));
  await painted();
};

const showAhead = ({ alt, above, below, ...told }) => {
  const chart = charts.get(told.key);
  const { place } = chart;
  Object.assign(place.dataset, told);
  place.ariaLabel = alt;
  place.previousElementSibling.innerHTML = above;
  place.nextElementSibling.innerHTML = below;
  return want(chart);
};

// Called when the page is opened, and again when its theme changes.
export default ({ data, parentElement, setTriggerValue }) => {
  look = lookOf(getComputedStyle(parentElement));
  press = (mark) => setTriggerValue("mark", mark);
  load(data.engine);
  follow();
  for (const chart of charts.values()) want(chart);
};
