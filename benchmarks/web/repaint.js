// When is every figure repainted? A figure says in layout.meta how many agreements it
// shows; it counts once it has drawn itself with that number, its caption says the same,
// and two frames have passed. Before, a page may show a picture of its figures: it is
// readable from then on, and repainted when the figures have taken its place.
(() => {
  const watch = { pressed: 0, done: 0, readable: 0, target: null, figures: 0, captions: "" };
  window.__watch = watch;
  const figures = () => [...document.querySelectorAll(".js-plotly-plot")];
  const attach = (figure) => {
    if (figure.__attached || !figure.on) return;
    figure.__attached = true;
    const drawn = () => (figure.__n = figure._fullLayout?.meta?.n);
    figure.on("plotly_afterplot", drawn);
    if (figure.calcdata && !figure._promises?.length) drawn();
  };
  const picture = () => document.querySelector("#aa-first .aa-drawn");
  const right = () => {
    if (picture()) return false;
    const drawn = figures();
    if (drawn.length !== watch.figures) return false;
    if (drawn.some((figure) => figure.__n !== watch.target)) return false;
    const said = `n=${watch.target.toLocaleString("en")}`;
    const captions = [...document.querySelectorAll(watch.captions)];
    if (captions.length < watch.figures) return false;
    return captions.every((one) => one.textContent.includes(said));
  };
  const read = () => {
    const painted = () => (watch.readable ||= performance.now());
    if (!watch.readable) requestAnimationFrame(() => requestAnimationFrame(painted));
  };
  const frame = () => {
    const waits = watch.target !== null && !watch.done;
    if (waits) figures().forEach(attach);
    if (picture()) read();
    if (waits && right()) {
      read();
      const target = watch.target;
      watch.target = null;
      requestAnimationFrame(() =>
        requestAnimationFrame((now) => {
          watch.done = performance.now();
          watch.reached = target;
        }),
      );
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  addEventListener("pointerdown", () => (watch.pressed = performance.now()), true);
  watch.seen = () => ({
    target: watch.target,
    figures: figures().map((figure) => figure.__n),
    captions: [...document.querySelectorAll(watch.captions)].map((c) => c.textContent),
  });
  watch.aim = (target, figures, captions) =>
    Object.assign(watch, { target, figures, captions, done: 0, pressed: 0 });
})();
