// Long studies: each runs in the background, tells its progress, and can be stopped.
import { block, h, problems, put } from "./dom.js";
import { stream } from "./net.js";
import { state } from "./state.js";

const KINDS = {
  levers: ["Which numbers matter", "Sobol shares and ends of every uncertain number; minutes for a large case."],
  process: ["Other tables and agendas", "The case under the variants that its file names, or the program’s own."],
  tip: ["Where does it tip", "Where along one number the chance crosses a target."],
  information: ["What would it be worth to know", "How far the chance would move if a type or a number were known."],
  stories: ["What would have to be true", "Sets of inputs in which the event is likely, and unlikely."],
};
const list = h("div", { class: "jobs" });

export function start(kind, options, title, done) {
  const stop = new AbortController();
  const meter = h("progress", { max: 1, "aria-label": `${title}: progress` });
  const note = h("p", { class: "fn" }, "Starting …");
  const cancel = h("button", { type: "button", onclick: () => stop.abort() }, "Stop");
  const out = h("div", { class: "report" });
  const card = h("article", { class: "job" }, h("h3", {}, title), h("div", { class: "tools" }, note, meter, cancel), out);
  list.prepend(card);
  (async () => {
    try {
      for await (const said of stream("job", { doc: state.doc, settings: state.settings, kind, options }, stop.signal)) {
        if (said.progress) {
          const p = said.progress;
          if (p.total) { meter.max = p.total; meter.value = p.done; }
          note.textContent = `${p.what}${p.total ? `: ${p.done.toLocaleString("en")} of ${p.total.toLocaleString("en")}` : ""}`;
          continue;
        }
        meter.remove(); cancel.remove();
        if (said.done) {
          note.textContent = "Done.";
          put(out, said.done.html ? block(said.done.html) : h("pre", { tabindex: 0 }, said.done.text));
          if (done) done(said.done);
        } else { note.textContent = ""; put(out, problems(said)); }
      }
    } catch (error) {
      if (error.name !== "AbortError") throw error;
      meter.remove(); cancel.remove();
      note.textContent = "Stopped.";
    }
  })();
  return card;
}

export function view(place) {
  const event = h("select", { id: "job-of" }, state.info.events.map((e) => h("option", { value: e }, e)));
  const lever = h("select", { id: "job-lever" }, state.info.numbers.filter((n) => n.movable && n.quantiles.length).map((n) => h("option", { value: n.path }, n.name)));
  const target = h("input", { id: "job-target", type: "number", min: 1, max: 99, value: 50 });
  const buttons = Object.entries(KINDS).map(([kind, [title, about]]) => h("div", { class: "study" },
    h("button", { type: "button", onclick: () => start(kind, { of: event.value, lever: lever.value, target: Number(target.value) / 100 }, kind === "tip" ? `${title}: ${lever.selectedOptions[0].textContent}` : title) }, title),
    h("p", { class: "fn" }, about)));
  put(place, h("h2", {}, "Studies"), h("p", {}, "They run in the background with the numbers as they are set; go on meanwhile. Two can run at a time."),
    h("div", { class: "form" },
      h("p", {}, h("label", { for: "job-of" }, "Event "), event),
      h("p", {}, h("label", { for: "job-lever" }, "Number (for tipping) "), lever),
      h("p", {}, h("label", { for: "job-target" }, "Target, in 100 "), target)),
    h("div", { class: "studies" }, buttons), list);
}

export const shelf = list;
