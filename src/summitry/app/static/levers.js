// Sliders and fields for every number; the latest value wins.
import { h, put, s, say, problems } from "./dom.js";
import { stream, session } from "./net.js";
import { Figures } from "./figures.js";
import { state, on, emit, remember, changed } from "./state.js";

let running = null;
export const timing = { input: 0, first: 0 };

export async function live(settings, { name = session, show, fail }) {
  const stop = new AbortController();
  try {
    for await (const said of stream("live", { doc: state.doc, settings, session: name }, stop.signal)) {
      const picture = said.done || said.part;
      if (picture) await show(picture);
      else if (said.error !== "overtaken") fail(said);
    }
  } catch (error) { if (error.name !== "AbortError") throw error; }
  return stop;
}

export async function move() {
  if (running) running.abort();
  const mine = (running = new AbortController());
  emit("moving");
  try {
    for await (const said of stream("live", { doc: state.doc, settings: state.settings, session }, mine.signal)) {
      if (mine !== running) return;
      const picture = said.done || said.part;
      if (picture) {
        state.picture = picture;
        emit("picture", picture);
        if (!timing.first) { timing.first = performance.now(); requestAnimationFrame(() => performance.mark("first-picture")); }
      } else if (said.error !== "overtaken") emit("failed", said);
    }
  } catch (error) { if (error.name !== "AbortError") throw error; }
}

let asked = false;
export function moved() {
  remember();
  emit("settings");
  // several events of one frame are one question
  if (asked) return;
  asked = true;
  timing.input = performance.now();
  timing.first = 0;
  queueMicrotask(() => { asked = false; move(); });
}

export function set(path, text) {
  const number = state.info.numbers.find((n) => n.path === path);
  if (text === null || text.trim() === number.text) delete state.settings[path];
  else state.settings[path] = text.trim();
  moved();
}

export function back() {
  if (!changed()) return;
  const before = state.settings;
  state.settings = {};
  moved();
  emit("reset");
  say("All numbers are back at the file’s values.");
  put(document.getElementById("status"), "All numbers are back at the file’s values. ",
    h("button", { type: "button", onclick: () => { state.settings = before; moved(); emit("reset"); say("Your values are back."); } }, "Bring mine back"));
}

// The distribution of a number: the density between its quantiles, on the slider’s own scale.
function density(n) {
  const q = n.quantiles;
  if (!q || q.length < 3) return s("svg", { class: "dens", viewBox: "0 0 100 16", preserveAspectRatio: "none", "aria-hidden": "true" });
  const at = (v) => 100 * (v - n.from) / (n.to - n.from || 1);
  const heights = [];
  for (let k = 1; k < q.length; k += 1) {
    const share = k === 1 || k === q.length - 1 ? 0.02 : 0.025;
    heights.push([at(q[k - 1]), at(q[k]), share / Math.max(q[k] - q[k - 1], 1e-9)]);
  }
  const most = Math.max(...heights.map((x) => x[2]));
  const path = `M${heights[0][0]} 16 ` + heights.map(([a, b, y]) => `L${a.toFixed(2)} ${(16 - 15 * y / most).toFixed(2)} L${b.toFixed(2)} ${(16 - 15 * y / most).toFixed(2)}`).join(" ") + ` L${heights.at(-1)[1]} 16 Z`;
  return s("svg", { class: "dens", viewBox: "0 0 100 16", preserveAspectRatio: "none", "aria-hidden": "true" }, s("path", { d: path }));
}

const short = (v) => String(tidy(v));
const tidy = (v) => Number(v.toPrecision(6));
// a step that people would take: 1, 2 or 5 times a power of ten
function nice(width) {
  const unit = 10 ** Math.floor(Math.log10(width));
  return tidy(unit * ([1, 2, 5].find((m) => m * unit >= width) || 10));
}

class Lever {
  constructor(n, number) {
    this.n = n;
    const id = `n${number}`;
    this.field = h("input", { type: "text", id, class: "val", autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-d`, onchange: () => set(n.path, this.field.value || n.text) });
    const step = n.movable ? nice((n.to - n.from) / 150) : 1;
    this.slider = n.movable && h("input", { type: "range", min: tidy(Math.ceil(n.from / step - 1e-9) * step), max: n.to, step, "aria-label": `${n.name}, slider`, oninput: () => { this.field.value = short(this.slider.valueAsNumber); set(n.path, this.field.value); } });
    this.undo = h("button", { type: "button", class: "undo", title: "Back to the file’s value", "aria-label": `${n.name}: back to the file’s value`, onclick: () => { set(n.path, null); this.field.focus(); } }, "↺");
    const about = [n.holder && `held by ${n.holder}`, n.unit, `file: ${n.text}`].filter(Boolean).join(" · ");
    this.node = h("div", { class: "lv", "data-path": n.path },
      h("label", { for: id }, n.name),
      this.slider ? h("div", { class: "sl" }, density(n), this.slider) : h("p", { class: "sl fine" }, "worked out from other numbers"),
      h("div", { class: "vals" }, this.field, this.undo),
      h("p", { class: "fn", id: `${id}-d` }, about));
    this.show();
  }

  show() {
    const now = state.settings[this.n.path];
    if (document.activeElement !== this.field || now === undefined) this.field.value = now ?? this.n.text;
    const value = Number(now);
    if (this.slider && document.activeElement !== this.slider) this.slider.value = now !== undefined && Number.isFinite(value) ? value : this.n.middle;
    this.node.classList.toggle("moved", now !== undefined);
    this.undo.hidden = now === undefined;
  }
}

export function view(place) {
  const list = h("div", { class: "list" });
  const figures = h("div", { class: "figs" });
  const find = h("input", { type: "search", id: "find", placeholder: "such as sanctions", oninput: () => filter() });
  const empty = h("p", { class: "fn", hidden: true }, "No number has that in its name.");
  put(place, h("div", { class: "levers" }, h("div", { class: "side" }, h("h2", {}, "Numbers"),
    h("p", { class: "fn" }, "Move one, or write a number or a range such as 0.2 to 0.4. Esc brings all back to the file’s values."),
    h("label", { for: "find" }, "Find "), find, empty, list), figures));
  const shown = new Figures(figures);
  const rows = state.info.numbers.map((n, k) => new Lever(n, k));
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(row.n.group)) groups.set(row.n.group, []);
    groups.get(row.n.group).push(row);
  }
  const folds = [...groups].map(([name, mine], k) => {
    const fold = h("details", { open: k < 3 }, h("summary", {}, h("h3", {}, name, " ", h("small", {}, String(mine.length)))), mine.map((r) => r.node));
    list.append(fold);
    return [fold, mine];
  });
  function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let any = false;
    for (const [fold, mine] of folds) {
      let some = false;
      for (const row of mine) {
        const text = `${row.n.name} ${row.n.path} ${row.n.holder}`.toLowerCase();
        row.node.hidden = !words.every((w) => text.includes(w));
        some ||= !row.node.hidden;
      }
      fold.hidden = !some;
      if (words.length && some) fold.open = true;
      any ||= some;
    }
    empty.hidden = any;
  }
  const failed = (said) => { put(shown.trouble, problems(said)); shown.note.textContent = "Nothing was computed for these values."; shown.meter.hidden = true; };
  const off = [];
  const listen = (event, f) => { const alive = (x) => { if (place.isConnected && place.firstChild && list.isConnected) f(x); }; on(event, alive); off.push(alive); };
  listen("picture", (p) => shown.show(p));
  listen("settings", () => rows.forEach((r) => r.show()));
  listen("failed", failed);
  listen("moving", () => { shown.note.textContent = "Computing …"; });
  if (state.picture) shown.show(state.picture);
  else put(figures.querySelector(".lead"), "Computing the first picture. At first use on a machine this compiles the solver, which takes a minute or two.");
}
