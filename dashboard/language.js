
(() => {
  const follow = () => {
    const lang = new URLSearchParams(location.search).get("lang");
    if (lang === "ja" || lang === "en") document.documentElement.lang = lang;
  };
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...state) {
      original.apply(this, state);
      follow();
    };
  }
  addEventListener("popstate", follow);
})();
