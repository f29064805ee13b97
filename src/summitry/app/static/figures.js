// Figures of the latest picture: words, strips on one scale of 0 to 100, and the report's own chart drawn by Vega.
import { h, put, s } from "./dom.js";

let loading = null;
export function vega() {
  if (!loading) loading = import("/static/vega.js").then(() => window.vegaEmbed);
  return loading;
}

// The interpreter of vega's expressions stands in for `eval`, which the page's policy forbids.
export async function chart(place, spec, alt) {
  const embed = await vega();
  const there = h("div", { class: "vl", role: "img", "aria-label": alt });
  const { $schema, ...bare } = spec;
  const made = await embed(there, bare, { ast: true, renderer: "svg", actions: false, defaultStyle: false, mode: "vega-lite", tooltip: false, hover: false });
  const svg = there.querySelector("svg");
  if (svg) { svg.setAttribute("aria-hidden", "true"); svg.removeAttribute("width"); svg.removeAttribute("height"); }
  if (place.made) place.made.finalize();
  place.made = made;
  put(place, there);
}

// In a page that is not in sight no frame comes.
const painted = () => new Promise((go) => document.hidden ? go() : requestAnimationFrame(() => setTimeout(go)));

const x = (value) => `${Math.min(100, Math.max(0, 100 * value)).toFixed(2)}%`;

export function strip(chance, other) {
  const rows = other ? [other, chance] : [chance];
  const bars = rows.filter((r) => r.mean !== null).map((r, k) => {
    const y = other ? 9 + 18 * k : 12;
    const old = other && k === 0;
    return [
      s("line", { x1: x(r.low), x2: x(r.high), y1: y, y2: y, stroke: "var(--ink)", "stroke-width": 5, "stroke-opacity": 0.36 }),
      s("circle", { cx: x(r.mean), cy: y, r: 5.5, fill: old ? "var(--paper)" : "var(--ink)", stroke: "var(--ink)", "stroke-width": 1.8 }),
    ];
  });
  return s("svg", { class: "s g25", height: other ? 36 : 24, role: "img", "aria-label": `${chance.name}: ${chance.words} in 100` }, bars);
}

export function scale() {
  return h("div", { class: "axl", "aria-hidden": "true" }, ["0", "25", "50", "75", "100"].map((t) => h("span", {}, t)));
}

export function progress(picture) {
  const n = (v) => v.toLocaleString("en");
  if (picture.complete) {
    const none = picture.unsolved ? ` ${n(picture.unsolved)} of them have no answer.` : "";
    return `Done: ${n(picture.tried)} draws, each solved from precision 0.${none}`;
  }
  if (!picture.checked) {
    return `First picture from ${n(picture.done)} of ${n(picture.tried)} draws, each solved from precision 0, not yet checked; refining to ${n(picture.draws)} …`;
  }
  return `${n(picture.done)} of ${n(picture.draws)} draws solved and checked; refining …`;
}

// What the model could not follow is said plainly, with the bounds that it leaves.
export function trouble(picture) {
  if (!picture.checked || !picture.unsolved) return null;
  const main = picture.markers.concat(picture.outcomes).find((c) => c.name === picture.main);
  const share = picture.unsolved / picture.tried;
  const [low, high] = main.if_unsolved;
  const words = Object.entries(picture.statuses).filter(([text]) => !text.startsWith("The principal branch was followed"));
  return h("div", { class: share > 0.005 ? "trouble" : "fn" },
    h("p", {}, `The model has no answer for ${picture.unsolved.toLocaleString("en")} of ${picture.tried.toLocaleString("en")} sets of inputs. `,
      "They are left out, not guessed. ", Math.round(100 * low) === Math.round(100 * high)
        ? `Whatever they are, “${main.name}” stays at about ${Math.round(100 * low)} in 100.`
        : `With all of them the chance of “${main.name}” could be anything from ${Math.round(100 * low)} to ${Math.round(100 * high)} in 100.`),
    h("ul", {}, words.map(([text, count]) => h("li", {}, `${count}: ${text.split(";")[0]}. A lower precision may help.`))));
}

export class Figures {
  constructor(place, { heading = "What follows" } = {}) {
    this.note = h("p", { class: "fn count", id: "count" });
    this.sentence = h("p", { class: "lead" });
    this.chart = h("div", { class: "live-chart" });
    this.rows = h("div", { class: "rows" });
    this.trouble = h("div", {});
    this.meter = h("progress", { max: 1, value: 0, "aria-label": "Draws that are solved" });
    put(place, h("h2", { class: "fig-h" }, heading), this.sentence, this.chart, this.rows, this.trouble, this.meter, this.note);
    this.drawing = 0;
  }

  async show(picture, base) {
    this.meter.max = picture.draws;
    this.meter.value = picture.checked ? picture.tried : 0;
    this.meter.hidden = picture.complete;
    this.note.textContent = progress(picture);
    this.sentence.textContent = picture.sentence || "No set of inputs could be followed at these numbers yet.";
    const before = new Map(((base && base.markers) || []).concat((base && base.outcomes) || []).map((c) => [c.name, c]));
    const group = (name, chances) => [
      h("p", { class: "grp" }, name),
      chances.map((c) => h("div", { class: "srow" }, h("p", {}, c.name, " ", h("b", { class: "num" }, c.words)), strip(c, before.get(c.name)))),
    ];
    put(this.rows, h("div", { class: "srow h" }, h("p", {}, before.size ? "ring: as kept, dot: now" : ""), scale()),
      group("Markers", picture.markers), group("Endings", picture.outcomes));
    put(this.trouble, trouble(picture));
    const turn = ++this.drawing;
    const narrow = this.chart.clientWidth < 620;
    this.chart.classList.toggle("narrow", narrow);
    const spec = picture.charts[narrow ? "narrow" : "wide"];
    // words and strips are painted before Vega takes the thread
    if (spec) await painted();
    if (spec && turn === this.drawing) await chart(this.chart, spec, picture.sentence);
  }
}
