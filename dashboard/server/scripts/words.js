// Puts the framework's own words, which are English only, into the language of the page.
// Each entry of WORDS is the framework's text, the Japanese and the English one.
(() => {
  const WORDS = [];
  const ATTRIBUTES = ["aria-label", "alt", "placeholder", "title"];
  const NAMED = ATTRIBUTES.map((name) => `[${name}]`).join();
  const PLACES = '[data-testid="stSkipToContent"], [data-testid="stStatusWidget"], [role="dialog"]';
  const root = document.documentElement;
  const variants = new Map(WORDS.flatMap((entry) => entry.map((text) => [text, entry])));
  const beginnings = WORDS.filter(([text]) => text.endsWith("…"));

  const translated = (text) => {
    const isBegun = ([start]) => text.startsWith(start.slice(0, -1));
    const entry = variants.get(text.trim()) ?? beginnings.find(isBegun);
    return entry && entry[root.lang === "ja" ? 1 : 2];
  };
  const translateAttributes = (element) => {
    for (const name of ATTRIBUTES) {
      const text = element.getAttribute(name);
      const words = text && translated(text);
      if (words && words !== text) element.setAttribute(name, words);
    }
  };
  const translateText = (node) => {
    const words = translated(node.data);
    if (words && words !== node.data) node.data = words;
  };
  const translateTexts = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) translateText(walker.currentNode);
  };
  const translateAll = (element) => {
    if (element.matches(NAMED)) translateAttributes(element);
    element.querySelectorAll(NAMED).forEach(translateAttributes);
    if (element.closest(PLACES)) translateTexts(element);
    else element.querySelectorAll(PLACES).forEach(translateTexts);
  };
  const handle = ({ type, target, addedNodes }) => {
    if (target === root) translateAll(document.body);
    else if (type === "attributes") translateAttributes(target);
    else if (type === "characterData" && target.parentElement?.closest(PLACES)) {
      translateText(target);
    }
    for (const node of addedNodes) {
      if (node instanceof HTMLElement) translateAll(node);
      else if (node instanceof Text && target.closest(PLACES)) translateText(node);
    }
  };
  const observe = () => {
    translateAll(document.body);
    new MutationObserver((changes) => changes.forEach(handle)).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ATTRIBUTES,
    });
    new MutationObserver((changes) => changes.forEach(handle)).observe(root, {
      attributeFilter: ["lang"],
    });
  };
  if (document.body) observe();
  else addEventListener("DOMContentLoaded", observe);
})();
