// Two settings side by side: one that was kept, and the one that is set now.
import { h, put } from "./dom.js";
import { Figures } from "./figures.js";
import { start } from "./jobs.js";
import { on, remember, state } from "./state.js";
import { timing } from "./levers.js";

const words = (settings) => {
  const names = new Map(state.info.numbers.map((n) => [n.path, n.name]));
  const all = Object.entries(settings).map(([p, v]) => `${names.get(p) || p}: ${v}`);
  return all.length ? all.join("; ") : "the file’s values";
};

export function view(place) {
  const a = h("div", { class: "figs" });
  const b = h("div", { class: "figs" });
  const out = h("div", {});
  const keep = h("button", { type: "button", onclick: () => { state.kept = { settings: { ...state.settings }, picture: state.picture }; remember(); draw(); } }, "Keep what is set now");
  const pair = h("button", { type: "button", onclick: () => {
    const options = { of: state.info.events[0], first: state.kept.settings, second: state.settings, names: ["kept", "now"] };
    put(out, start("compare", options, "The paired difference"));
  } }, "Work out the paired difference");
  const about = h("p", { class: "fn" });
  put(place, h("h2", {}, "Compare"), h("p", {}, "Keep a setting, move numbers under Levers, and come back: both stand side by side, on the same draws."),
    h("div", { class: "tools" }, keep, pair), about, h("div", { class: "two cmp" }, a, b), out);
  function draw() {
    const kept = state.kept;
    pair.disabled = !kept || JSON.stringify(kept.settings) === JSON.stringify(state.settings);
    about.textContent = kept ? `Kept: ${words(kept.settings)}. Now: ${words(state.settings)}.` : `Now: ${words(state.settings)}. Nothing is kept yet.`;
    a.hidden = !kept;
    if (kept && kept.picture) new Figures(a, { heading: "Kept" }).show(kept.picture);
    else put(a);
    if (state.picture) new Figures(b, { heading: "Now" }).show(state.picture, kept && kept.picture);
  }
  on("picture", () => { if (b.isConnected) draw(); });
  draw();
  timing.first ||= 0;
}
