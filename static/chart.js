// Draws figures with Plotly where a page holds places for them, and keeps each one: a
// new figure under the same key changes what is drawn. Places stay while filters change;
// what stands in them comes from the page, or ahead of it from the server.

const charts = new Map();
let figures = new Map();
let engine, look, mark;
let newest = 0; // the last press on the filters

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
  const { spec, config } = chart.told;
  const fill = "fill" in chart.place.dataset;
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
  if (point?.customdata?.length) mark([chart.told.key, ...point.customdata]);
};

const want = (chart) => {
  chart.wanted = true;
  return paint(chart);
};

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) if (target.chart) want(target.chart);
});

const put = (place, told) => {
  const chart = charts.get(told.key) ?? { figure: document.createElement("div") };
  charts.set(told.key, chart);
  if (chart.place) leave(chart.place);
  chart.place = place;
  place.chart = chart;
  // Keeps the height of what is not drawn yet, so that nothing below it moves.
  const { height } = chart.state ? {} : JSON.parse(told.spec).layout;
  if (height && !("fill" in place.dataset)) place.style.minHeight = `${height}px`;
  place.append(chart.figure);
  sizes.observe(place);
  fill(chart, told);
};

const fill = (chart, told) => {
  const { place } = chart;
  chart.told = told;
  place.ariaLabel = told.alt;
  const around = { above: place.previousElementSibling, below: place.nextElementSibling };
  for (const [name, beside] of Object.entries(around)) {
    if (beside.said !== told[name]) beside.innerHTML = told[name];
    beside.said = told[name];
  }
  return want(chart);
};

const leave = (place) => {
  place.chart = null;
  sizes.unobserve(place);
};

const follow = () => {
  for (const place of document.getElementsByClassName("aa-chart")) {
    const told = figures.get(place.dataset.key);
    if (told && !place.chart) put(place, told);
  }
  for (const [key, chart] of charts) {
    if (chart.place.isConnected) continue;
    charts.delete(key);
    leave(chart.place);
    if (window.Plotly) window.Plotly.purge(chart.figure);
  }
};

new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });

const painted = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

const keyed = (told) => new Map(told.map((one) => [one.key, one]));

// A chart that the page no longer has leaves with its place.
const refill = () =>
  Promise.all([...charts].map(([key, chart]) => figures.has(key) && fill(chart, figures.get(key))));

// Shows what stands at an address, if that is the figures of this page; `press` is the
// press that asks for them, `headers` say of which list. Resolves when they are painted.
export const ahead = async (address, press, headers) => {
  newest = press;
  const answer = await fetch(address, { headers });
  if (!answer.ok) return;
  const told = keyed(await answer.json());
  const same = told.size === charts.size && [...charts.keys()].every((key) => told.has(key));
  if (!same || newest !== press) return;
  figures = told;
  await refill();
  await painted();
};

// Called when the page is opened, when it has other figures, and when its theme changes.
export default ({ data, parentElement, setTriggerValue }) => {
  look = lookOf(getComputedStyle(parentElement));
  mark = (chosen) => setTriggerValue("mark", chosen);
  load(data.engine);
  if (data.press === null || data.press >= newest) figures = keyed(data.figures);
  follow();
  refill();
};
