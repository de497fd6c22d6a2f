// Links of our own markup: a plain click, also anywhere in their row, is sent to the
// session instead of loading the page anew. Sorts tables by their headings, opens the
// first hit of the search box on Enter, and scrolls to the trace that a page was opened for.

let open = () => {};

// The link that a click means: itself, or the first of the row around it.
const linkAt = (target) => {
  const link = target.closest("a");
  if (link) return link.matches(".aa-go") ? link : null;
  if (target.closest("button, summary, input, label") || String(getSelection())) return null;
  return target.closest(".aa-table tbody tr")?.querySelector("a.aa-go");
};

const handleClick = (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const heading = event.target.closest?.(".aa-sort");
  if (heading) return sortBy(heading);
  const link = event.target.closest && linkAt(event.target);
  if (!link) return;
  event.preventDefault();
  open(link.pathname + link.search);
};

const numberIn = (text) => (/^[\d,.]+ ?%?$/.test(text) ? parseFloat(text.replace(/,/g, "")) : NaN);

// Blanks last, numbers by size, texts as the language of the page puts them in order.
const compare = (one, two) => {
  if (!one || !two) return one === two ? 0 : one ? -1 : 1;
  const difference = numberIn(one) - numberIn(two);
  return Number.isNaN(difference) ? one.localeCompare(two, document.documentElement.lang) : difference;
};

// A heading sorts up, then down, then as the table was; a total stays last.
const sortBy = (heading) => {
  const cell = heading.closest("th");
  const body = heading.closest("table").tBodies[0];
  const rows = [...body.rows];
  rows.forEach((row, index) => (row.place ??= index));
  const last = cell.ariaSort;
  for (const other of cell.parentNode.cells) other.removeAttribute("aria-sort");
  if (last !== "descending") cell.ariaSort = last === "ascending" ? "descending" : "ascending";
  const sign = cell.ariaSort === "descending" ? -1 : 1;
  const text = (row) => row.cells[cell.cellIndex].textContent.trim();
  const total = (row) => row.classList.contains("aa-total");
  const order = (one, two) => {
    if (total(one) || total(two)) return total(one) - total(two);
    const [a, b] = [text(one), text(two)];
    const found = cell.ariaSort ? (a && b ? sign : 1) * compare(a, b) : 0;
    return found || one.place - two.place;
  };
  body.append(...rows.sort(order));
};

const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const busy = () => document.querySelector('.stApp[data-test-script-state="running"]');

// Waits for the hits of what is typed: it is sent while the reader types.
const handleKey = async (event) => {
  const input = event.target;
  if (event.key !== "Enter" || event.isComposing || !input.closest?.(".st-key-aa-find")) return;
  const typed = input.value.trim();
  for (let waited = 0; typed && waited < 3000; waited += 50) {
    await pause(50);
    if (input.value.trim() !== typed) return;
    const found = input.closest(".st-key-aa-find")?.querySelector("[data-found]");
    if (found?.dataset.found !== typed) continue;
    document.querySelector('.st-key-aa-find [class*="st-key-aa_hit_"] button')?.click();
    return;
  }
};

// Where a page was opened for one row: marks that row, and shows what stands about it.
let landed = "";

const land = async () => {
  const goal = document.querySelector(".aa-land");
  const aim = goal?.dataset.row ?? "";
  for (const row of document.querySelectorAll(".aa-table tr[aria-current]")) {
    if (row.id !== aim) row.removeAttribute("aria-current");
  }
  const row = aim && document.getElementById(aim);
  if (row && !row.ariaCurrent) {
    row.ariaCurrent = "true";
    const box = row.closest(".aa-scroll");
    if (box) box.scrollTop = row.offsetTop - box.clientHeight / 3;
  }
  if (aim === landed) return;
  landed = aim;
  if (!aim) return;
  for (let waited = 0; busy() && waited < 3000; waited += 50) await pause(50);
  await pause(50);
  const trace = document.querySelector(".aa-land");
  trace?.scrollIntoView({ block: "start" });
  trace?.focus({ preventScroll: true });
};

addEventListener("click", handleClick);
addEventListener("keydown", handleKey, true);
new MutationObserver(land).observe(document.body, { childList: true, subtree: true });

export default ({ setTriggerValue }) => {
  open = (address) => setTriggerValue("open", address);
  land();
};
