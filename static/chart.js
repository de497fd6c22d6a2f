// Draws figures with Plotly in the placeholders of a page, and reuses each chart: a new
// payload under the same key changes what is drawn. Placeholders stay while filters
// change; their payloads come from the page, or before it from the endpoint.

const charts = new Map();
let payloads = new Map();
let engine, theme, sendClick;
let latestRequest = 0; // the id of the latest choice of filters

const load = (address) =>
  (engine ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`Can't load ${address}`));
    document.head.append(script);
  }));

// What no payload contains: colours of the theme, the font of the page, and the padding
// between numbers and axes.
const themeOf = (style) => {
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

// Payloads name colours by their index in the theme: #000001 is the first of all.
const themed = (spec) =>
  spec.replace(/#0000([0-3]\d)/g, (code, number) =>
    (theme.colors[Number(number) - 1] ?? code).trim(),
  );

// A map is as high as its width needs, and at most so high that it is seen as a whole.
const MAP_SHARE = 0.72; // of the height of the window
const heightOf = ({ geo, height, margin }, width) =>
  geo && width
    ? Math.min(
        Math.max(height, Math.round(MAP_SHARE * window.innerHeight)),
        Math.round(width / 2 + margin.b),
      )
    : height;

// A matrix needs a column's width for its heads and numbers: on a phone it is scrolled.
const ROW_LABELS = 170;
const COLUMN = 24;
const widthOf = ({ xaxis }, width) =>
  xaxis?.side === "top" ? Math.max(width, ROW_LABELS + COLUMN * xaxis.tickvals.length) : width;

const paint = (chart) => (chart.painting ??= paintAll(chart));

const paintAll = async (chart) => {
  try {
    while (chart.stale && theme) await repaint(chart);
  } finally {
    chart.painting = null;
  }
};

const repaint = async (chart) => {
  const { spec, config } = chart.payload;
  const stretch = "fill" in chart.placeholder.dataset;
  chart.stale = false;
  const width = chart.placeholder.clientWidth;
  if (!width) return;
  const colored = themed(spec);
  const height = stretch ? chart.placeholder.clientHeight : undefined;
  const state = [colored, config, width, height, theme.template.layout.font.family].join();
  if (state === chart.state) return;
  chart.state = state;
  const plotly = window.Plotly ?? (await engine);
  const figure = JSON.parse(colored);
  const layout = { ...figure.layout, template: theme.template };
  layout.width = widthOf(layout, width);
  chart.placeholder.removeAttribute("tabindex");
  if (layout.width > width) chart.placeholder.tabIndex = 0; // scrolled by keys, too
  Object.assign(layout, { dragmode: "pan", hovermode: "closest" });
  layout.height = stretch ? height : heightOf(layout, width);
  const drawn = plotly.react(chart.figure, figure.data, layout, JSON.parse(config));
  if (!chart.listening) {
    chart.figure.on("plotly_click", (event) => handleClick(chart, event.points[0]));
    chart.listening = true;
  }
  await drawn;
  chart.placeholder.dataset.drawn = ""; // for scripts/first.js
};

const handleClick = (chart, point) => {
  if (point?.customdata?.length) sendClick([chart.payload.key, ...point.customdata]);
};

const requestPaint = (chart) => {
  chart.stale = true;
  return paint(chart);
};

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) if (target.chart) requestPaint(target.chart);
});

const attach = (placeholder, payload) => {
  const chart = charts.get(payload.key) ?? { figure: document.createElement("div") };
  charts.set(payload.key, chart);
  if (chart.placeholder) detach(chart.placeholder);
  chart.placeholder = placeholder;
  placeholder.chart = chart;
  // Reserves the height of what is not drawn yet, so that nothing below it moves.
  const height =
    !chart.state && heightOf(JSON.parse(payload.spec).layout, placeholder.clientWidth);
  if (height && !("fill" in placeholder.dataset)) placeholder.style.minHeight = `${height}px`;
  placeholder.append(chart.figure);
  sizes.observe(placeholder);
  update(chart, payload);
};

const update = (chart, payload) => {
  const { placeholder } = chart;
  chart.payload = payload;
  placeholder.ariaLabel = payload.alt;
  const siblings = {
    above: placeholder.previousElementSibling,
    below: placeholder.nextElementSibling,
  };
  for (const [name, sibling] of Object.entries(siblings)) {
    if (sibling.markup !== payload[name]) sibling.innerHTML = payload[name];
    sibling.markup = payload[name];
  }
  return requestPaint(chart);
};

const detach = (placeholder) => {
  placeholder.chart = null;
  sizes.unobserve(placeholder);
};

// Attaches charts to new placeholders, and drops those whose placeholder is gone.
const syncCharts = () => {
  for (const placeholder of document.getElementsByClassName("aa-chart")) {
    const payload = payloads.get(placeholder.dataset.key);
    if (payload && !placeholder.chart) attach(placeholder, payload);
  }
  for (const [key, chart] of charts) {
    if (chart.placeholder.isConnected) continue;
    charts.delete(key);
    detach(chart.placeholder);
    if (window.Plotly) window.Plotly.purge(chart.figure);
  }
};

new MutationObserver(syncCharts).observe(document.body, { childList: true, subtree: true });

const painted = () =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

const byKey = (list) => new Map(list.map((payload) => [payload.key, payload]));

// Updates all charts; a chart that the page no longer has leaves with its placeholder.
const updateAll = () =>
  Promise.all(
    [...charts].map(([key, chart]) => payloads.has(key) && update(chart, payloads.get(key))),
  );

// Shows the figures of a URL, if they are those of this page. `requestId` is the choice
// that asks for them, `headers` say of which list. Resolves when they are painted.
export const showFigures = async (url, requestId, headers) => {
  latestRequest = requestId;
  const response = await fetch(url, { headers });
  if (!response.ok) return;
  const fetched = byKey(await response.json());
  const keys = [...charts.keys()];
  const same = fetched.size === charts.size && keys.every((key) => fetched.has(key));
  if (!same || latestRequest !== requestId) return;
  payloads = fetched;
  await updateAll();
  await painted();
};

// Called when the page is opened, when it has other figures, and when its theme changes.
export default ({ data, parentElement, setTriggerValue }) => {
  theme = themeOf(getComputedStyle(parentElement));
  sendClick = (values) => setTriggerValue("click", values);
  load(data.engine);
  const { figures, request_id: requestId } = data;
  if (requestId === null || requestId >= latestRequest) payloads = byKey(figures);
  syncCharts();
  updateAll();
};
