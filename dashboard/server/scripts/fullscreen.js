// Shows the presentation in full screen, and ends both together.
(() => {
  if (!document.fullscreenEnabled) return;
  const root = document.documentElement;
  root.classList.add("aa-can-fill");
  const startButtons = ".st-key-aa_present a, .st-key-aa_full button";
  const presenting = () => /\/present$/.test(location.pathname);
  const endButton = () => document.querySelector(".st-key-aa_key_Esc button");
  addEventListener("click", (event) => {
    if (!event.target.closest || event.button) return;
    if (event.target.closest(startButtons)) root.requestFullscreen().catch(() => {});
  }, true);
  // Escape leaves the full screen before any key reaches the page: it ends both.
  addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && presenting()) endButton()?.click();
  });
  // Ended by its button: the page shown next is not the presentation.
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...state) {
      original.apply(this, state);
      if (document.fullscreenElement && !presenting()) {
        document.exitFullscreen().catch(() => {});
      }
    };
  }
})();
