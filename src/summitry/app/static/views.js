// Blocks of the report for the numbers as they are set, made by the same functions as the report.
import { block, busy, h, problems, put } from "./dom.js";
import { session, stream } from "./net.js";
import { state } from "./state.js";

const cache = new Map();
let stop = null;

export const VIEWS = {
  outcomes: ["Outcomes", ["likely", "endings"]],
  course: ["Course", ["course"]],
  strategies: ["Strategies", ["why"]],
  beliefs: ["Beliefs", ["beliefs", "word", "watch"]],
  deals: ["Deals", ["deals"]],
  basis: ["Basis", ["levers", "rests", "trust"]],
};

export async function parts(draws, told) {
  const name = JSON.stringify([state.doc, state.settings, draws]);
  if (cache.has(name)) return { parts: cache.get(name) };
  if (stop) stop.abort();
  stop = new AbortController();
  for await (const said of stream("views", { doc: state.doc, settings: state.settings, draws, session }, stop.signal)) {
    if (said.progress) told(said.progress);
    else if (said.done) {
      cache.set(name, said.done.parts);
      if (cache.size > 12) cache.delete(cache.keys().next().value);
      return said.done;
    } else return said;
  }
  return { error: "The server stopped in the middle of its answer." };
}

export function view(place, which) {
  const [, anchors] = VIEWS[which];
  const body = h("div", { class: "report" });
  const meter = h("progress", { max: 1, "aria-label": "Draws that are solved" });
  const more = h("button", { type: "button", onclick: () => load(2048) }, "With 2,048 draws");
  const note = h("p", { class: "fn" });
  put(place, h("div", { class: "tools" }, note, more), meter, body);
  async function load(draws) {
    more.disabled = draws === 2048;
    meter.hidden = false;
    meter.removeAttribute("value");
    if (!body.firstChild) put(body, busy("Solving the case for many sets of inputs …"));
    note.textContent = "Computing …";
    let found;
    try {
      found = await parts(draws, (p) => { meter.max = p.total || 1; meter.value = p.done; note.textContent = `${p.what}: ${p.done.toLocaleString("en")} of ${p.total.toLocaleString("en")}`; });
    } catch (error) { if (error.name === "AbortError") return; throw error; }
    meter.hidden = true;
    if (!place.isConnected || !body.isConnected) return;
    if (!found.parts) {
      if (found.error === "overtaken") return;
      put(body, problems(found)); note.textContent = ""; return;
    }
    const moved = Object.keys(state.settings).length;
    note.textContent = `From ${draws.toLocaleString("en")} draws${moved ? `, with ${moved} number${moved > 1 ? "s" : ""} moved` : ""}.`;
    const here = anchors.filter((a) => found.parts[a]).map((a) => block(found.parts[a]));
    put(body, here.length ? here : h("p", {}, "This case has nothing of this kind."));
  }
  load(256);
}
