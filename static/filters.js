// The filters of the sidebar: one expander a field, with its choices as boxes to tick. A
// choice shows its figures first, as the endpoint sends them for a link, and reaches the
// page when they are painted.

const FIGURES_TIMEOUT = 5000; // ms to wait for the figures before the page reruns
const MAX_DEBOUNCE = 2000; // ms to wait at most for one more choice
const MANY_CHOICES = 12; // with more choices than this, there is a search box
let requestId = 0; // of the latest choice

const element = (tag, attributes, ...children) => {
  const node = Object.assign(document.createElement(tag), attributes);
  node.append(...children);
  return node;
};

const boxesIn = (field) => [...field.querySelectorAll("input[data-id]")];

const idsIn = (field) =>
  boxesIn(field).flatMap((box) => (box.checked && box.dataset.id ? box.dataset.id : []));

// Shows what is chosen on an expander that is closed.
const summarize = (field) => {
  const summary = field.querySelector(".aa-filter-chosen");
  if (!summary) return;
  const chosen = boxesIn(field).filter((box) => box.checked);
  const names = chosen.map((box) => box.labels[0].textContent);
  field.querySelector(".aa-filter-any").hidden = chosen.length < 2;
  summary.textContent = names.join(summary.dataset.comma) || summary.dataset.every;
};

const choiceOf = (field, type, [id, text]) => {
  const box = element("input", { type, name: `aa-${field.name}` });
  box.dataset.id = id;
  return element("label", {}, box, element("span", { textContent: text }));
};

// A field with a single choice shows all its few choices.
const radioGroup = (field) =>
  element(
    "fieldset",
    { className: "aa-filter aa-filter-one" },
    element("legend", { textContent: field.label }),
    ...field.choices.map((choice) => choiceOf(field, "radio", choice)),
  );

// Shows beside each choice how many agreements it has under the other fields. The number
// is drawn by the style sheet: a part of the name for screen readers, but no text.
const count = (root, counts) => {
  for (const field of root.children) {
    for (const box of boxesIn(field)) {
      const [label] = box.labels;
      const number = counts[field.dataset.name]?.[box.dataset.id] ?? "";
      label.dataset.count = number;
      label.classList.toggle("aa-none", number === "0" && !box.checked);
    }
  }
};

const expander = (field, { every, comma, find, any }) => {
  const choices = field.choices.map((choice) => choiceOf(field, "checkbox", choice));
  const chosen = element("span", { className: "aa-filter-chosen" });
  Object.assign(chosen.dataset, { every, comma });
  const label = element("span", { textContent: field.label });
  const summary = element("summary", {}, label, chosen);
  const group = { className: "aa-filter-choices", role: "group", ariaLabel: field.label };
  const details = element("details", { className: "aa-filter" }, summary);
  if (choices.length > MANY_CHOICES) {
    details.append(searchBox(choices, `${field.label}: ${find}`, find));
  }
  const note = element("p", { className: "aa-filter-any", textContent: any, hidden: true });
  details.append(note, element("div", group, ...choices));
  return details;
};

const normalized = (text) => text.normalize("NFKC").toLowerCase();

const searchBox = (choices, ariaLabel, placeholder) => {
  const search = element("input", { type: "search", ariaLabel, placeholder });
  search.oninput = () => {
    const sought = normalized(search.value);
    for (const choice of choices) {
      choice.hidden = !normalized(choice.textContent).includes(sought);
    }
  };
  return search;
};

const build = (root, data) => {
  const fields = data.fields.map((field) => {
    const node = field.single ? radioGroup(field) : expander(field, data.words);
    node.dataset.name = field.name;
    return node;
  });
  root.replaceChildren(...fields);
};

const show = (root, chosen) => {
  for (const field of root.children) {
    const ids = (chosen[field.dataset.name] ?? "").split(",");
    for (const box of boxesIn(field)) box.checked = ids.includes(box.dataset.id);
    summarize(field);
  }
};

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

const showFiguresFirst = async (data, chosen, ownId) => {
  const charts = await import(new URL(data.charts, document.baseURI).href);
  const query = new URLSearchParams({ ...data.query, ...chosen });
  await charts.showFigures(`${data.figures_url}?${query}`, ownId, data.headers);
};

const choose = async (root) => {
  const { data, setTriggerValue } = root.component;
  const ownId = (requestId = Math.max(Date.now(), requestId + 1));
  const chosen = {};
  for (const field of root.children) {
    const ids = idsIn(field);
    if (ids.length) chosen[field.dataset.name] = ids.join(",");
    summarize(field);
  }
  if (data.figures_url) {
    const start = performance.now();
    const shown = showFiguresFirst(data, chosen, ownId).catch(() => {});
    await Promise.race([shown, pause(FIGURES_TIMEOUT)]);
    // As long again as the figures took: a reader who ticks more, or has a slow machine,
    // does not wait for a page that will change again.
    await pause(Math.min(performance.now() - start, MAX_DEBOUNCE));
  }
  if (ownId === requestId) setTriggerValue("chosen", { request_id: ownId, ...chosen });
};

// Called when the page is opened, and whenever its payload changes.
export default ({ data, parentElement, setTriggerValue }) => {
  let root = parentElement.querySelector(".aa-filters");
  if (!root) {
    root = element("div", { className: "aa-filters" });
    root.onchange = ({ target }) => "id" in target.dataset && choose(root);
    parentElement.append(root);
  }
  root.component = { data, setTriggerValue };
  const built = JSON.stringify([data.fields, data.words]);
  if (root.built !== built) build(root, data);
  else if (data.request_id !== null && data.request_id < requestId) return; // a newer choice
  root.built = built;
  show(root, data.chosen);
  count(root, data.counts);
};
