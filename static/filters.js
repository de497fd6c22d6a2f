// The filters of the sidebar: one fold a field, boxes to tick in it. A choice shows its
// figures first, as the server gives them for a link, and reaches the page when they are
// painted.

const PATIENCE = 5000; // ms after which the page is told without its figures
const CALM = 2000; // ms that it waits at most for one more choice
const LONG = 12; // with more choices than this, one can look for them
let press = 0;

const element = (tag, attributes, ...inside) => {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...inside);
  return made;
};

const boxesIn = (field) => [...field.querySelectorAll("input[data-id]")];

const idsIn = (field) =>
  boxesIn(field).flatMap((box) => (box.checked && box.dataset.id ? box.dataset.id : []));

// What is chosen, on a fold that is closed.
const say = (field) => {
  const said = field.querySelector(".aa-filter-chosen");
  if (!said) return;
  const chosen = boxesIn(field).filter((box) => box.checked);
  const names = chosen.map((box) => box.labels[0].textContent);
  said.textContent = names.join(said.dataset.comma) || said.dataset.every;
};

const choiceOf = (field, type, [id, text]) => {
  const box = element("input", { type, name: `aa-${field.name}` });
  box.dataset.id = id;
  return element("label", {}, box, element("span", { textContent: text }));
};

// One of few: all of them stand there.
const open = (field) =>
  element(
    "fieldset",
    { className: "aa-filter aa-filter-one" },
    element("legend", { textContent: field.label }),
    ...field.choices.map((choice) => choiceOf(field, "radio", choice)),
  );

const folded = (field, { every, comma, find }) => {
  const choices = field.choices.map((choice) => choiceOf(field, "checkbox", choice));
  const said = element("span", { className: "aa-filter-chosen" });
  Object.assign(said.dataset, { every, comma });
  const summary = element("summary", {}, element("span", { textContent: field.label }), said);
  const group = { className: "aa-filter-choices", role: "group", ariaLabel: field.label };
  const made = element("details", { className: "aa-filter" }, summary);
  if (choices.length > LONG) made.append(searchIn(choices, `${field.label}: ${find}`, find));
  made.append(element("div", group, ...choices));
  return made;
};

const plain = (text) => text.normalize("NFKC").toLowerCase();

const searchIn = (choices, ariaLabel, placeholder) => {
  const search = element("input", { type: "search", ariaLabel, placeholder });
  search.oninput = () => {
    const sought = plain(search.value);
    for (const one of choices) one.hidden = !plain(one.textContent).includes(sought);
  };
  return search;
};

const build = (root, data) => {
  const made = data.fields.map((field) => {
    const one = field.one ? open(field) : folded(field, data.words);
    one.dataset.name = field.name;
    return one;
  });
  root.replaceChildren(...made);
};

const show = (root, chosen) => {
  for (const field of root.children) {
    const ids = (chosen[field.dataset.name] ?? "").split(",");
    for (const box of boxesIn(field)) box.checked = ids.includes(box.dataset.id);
    say(field);
  }
};

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

const figuresFirst = async ({ ahead, charts, query, headers }, chosen, mine) => {
  const script = await import(new URL(charts, document.baseURI).href);
  const address = `${ahead}?${new URLSearchParams({ ...query, ...chosen })}`;
  await script.ahead(address, mine, headers);
};

const choose = async (root) => {
  const { data, setTriggerValue } = root.told;
  const mine = (press = Math.max(Date.now(), press + 1));
  const chosen = {};
  for (const field of root.children) {
    const ids = idsIn(field);
    if (ids.length) chosen[field.dataset.name] = ids.join(",");
    say(field);
  }
  if (data.ahead) {
    const start = performance.now();
    await Promise.race([figuresFirst(data, chosen, mine).catch(() => {}), pause(PATIENCE)]);
    // As long again as the figures took: who ticks more, or has a slow machine, is not
    // held up by a page that will change again.
    await pause(Math.min(performance.now() - start, CALM));
  }
  if (mine === press) setTriggerValue("chosen", { press: mine, ...chosen });
};

// Called when the page is opened, and whenever it tells us something else.
export default ({ data, parentElement, setTriggerValue }) => {
  let root = parentElement.querySelector(".aa-filters");
  if (!root) {
    root = element("div", { className: "aa-filters" });
    root.onchange = ({ target }) => "id" in target.dataset && choose(root);
    parentElement.append(root);
  }
  root.told = { data, setTriggerValue };
  const built = JSON.stringify([data.fields, data.words]);
  if (root.built !== built) build(root, data);
  else if (data.press !== null && data.press < press) return; // what was chosen since is newer
  root.built = built;
  show(root, data.chosen);
};
