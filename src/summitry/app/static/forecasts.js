// The model's chances as dated records, beside those that people stated, and how earlier ones did.
import { h, problems, put } from "./dom.js";
import { session, stream } from "./net.js";
import { state } from "./state.js";

const hundred = (p) => (p === null || p === undefined ? "" : String(Math.round(100 * p)));

export function view(place) {
  const date = h("input", { type: "date", id: "fc-date", value: state.info.as_of || new Date().toISOString().slice(0, 10) });
  const note = h("p", { class: "fn" });
  const out = h("div", {});
  const go = h("button", { type: "button", onclick: () => load() }, "Work them out");
  put(place, h("h2", {}, "Forecasts"), h("p", {}, "What the model, as it is set, says of every marker and ending, as records with a date: they can be resolved and scored later (summitry resolve, summitry score)."),
    h("div", { class: "form" }, h("p", {}, h("label", { for: "fc-date" }, "Made on "), date, " ", go)), note, out);
  async function load() {
    go.disabled = true;
    note.textContent = "Computing …";
    try {
      for await (const said of stream("forecasts", { doc: state.doc, settings: state.settings, date: date.value, session })) {
        if (said.progress) { note.textContent = `${said.progress.what}: ${said.progress.done} of ${said.progress.total}`; continue; }
        note.textContent = "";
        if (!said.done) { if (said.error !== "overtaken") put(out, problems(said)); continue; }
        const rows = said.done.forecasts.map((f) => h("tr", {}, h("th", { scope: "row" }, h("bdi", {}, f.question)), h("td", {}, hundred(f.p)),
          h("td", {}, f.range ? `${hundred(f.range[0])} – ${hundred(f.range[1])}` : ""), h("td", {}, h("bdi", {}, f.who)), h("td", {}, f.date || "")));
        const save = h("button", { type: "button", onclick: () => {
          const url = URL.createObjectURL(new Blob([said.done.lines], { type: "application/x-ndjson" }));
          h("a", { href: url, download: "forecasts.jsonl" }).click();
          setTimeout(() => URL.revokeObjectURL(url), 10000);
        } }, "Save as forecasts.jsonl");
        put(out, h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Forecasts" }, h("table", { class: "d" }, h("caption", {}, "Chances in 100"),
          h("thead", {}, h("tr", {}, ["Question", "chance", "range", "who", "made on"].map((t) => h("th", { scope: "col" }, t)))), h("tbody", {}, rows))),
        h("div", { class: "tools" }, save),
        said.done.scored ? [h("h3", {}, "Earlier forecasts beside the case, scored"), h("pre", { tabindex: 0 }, said.done.scored)] : h("p", { class: "fn" }, "No forecasts.jsonl lies beside the case; once there is one, its scores stand here."));
      }
    } catch (error) { if (error.name !== "AbortError") throw error; }
    go.disabled = false;
  }
}
