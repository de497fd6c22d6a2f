// Sets the language of the document to that of its URL, which a reader can switch.
(() => {
  const syncLanguage = () => {
    const lang = new URLSearchParams(location.search).get("lang");
    const root = document.documentElement;
    if (lang === root.lang) return;
    if (lang === "ja" || lang === "en") root.lang = lang;
  };
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...state) {
      original.apply(this, state);
      syncLanguage();
    };
  }
  addEventListener("popstate", syncLanguage);
})();
