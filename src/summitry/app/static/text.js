// The scenario as text, with what is wrong at its place as one types.
import { h, put, problems, say } from "./dom.js";
import { ask, session } from "./net.js";
import { emit, state } from "./state.js";

export function view(place, reopen) {
  const area = h("textarea", { id: "text", spellcheck: "false", wrap: "off", autocapitalize: "off", "aria-describedby": "text-found" });
  const gutter = h("div", { class: "gutter", "aria-hidden": "true" });
  const found = h("div", { id: "text-found", role: "region", "aria-label": "What was found in the text", "aria-live": "polite" });
  const use = h("button", { type: "button", onclick: () => apply() }, "Use this text");
  const undo = h("button", { type: "button", onclick: () => { area.value = state.text; typed(); } }, "Back to the text in use");
  put(place, h("h2", {}, h("label", { for: "text" }, "The scenario as text")),
    h("p", { class: "fn" }, "Nothing is written to your disk until you save. Tab leaves the field."),
    h("div", { class: "tools" }, use, undo), h("div", { class: "edit" }, gutter, area), found);
  area.value = state.draft ?? state.text;
  let waiting = 0;
  let turn = 0;
  const lines = () => area.value.split("\n").length;
  function number(marked) {
    const count = lines();
    const out = [];
    for (let k = 1; k <= count; k += 1) out.push(h("span", marked.has(k) ? { class: "bad" } : {}, String(k)));
    put(gutter, out);
    gutter.scrollTop = area.scrollTop;
  }
  function go(line, col) {
    const rows = area.value.split("\n");
    const at = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0) + [...(rows[line - 1] || "")].slice(0, col - 1).join("").length;
    area.focus();
    area.setSelectionRange(at, at);
    area.scrollTop = Math.max(0, (line - 6) * parseFloat(getComputedStyle(area).lineHeight));
  }
  async function check() {
    const mine = ++turn;
    const said = await ask("check", { text: area.value, beside: state.beside, session });
    if (mine !== turn || !area.isConnected || said.error === "overtaken") return;
    const rows = said.problems || (said.done && said.done.remarks) || [];
    number(new Set((said.problems || []).map((p) => p.line)));
    area.setAttribute("aria-invalid", said.problems ? "true" : "false");
    use.disabled = Boolean(said.problems) || area.value === state.text;
    undo.disabled = area.value === state.text;
    if (said.error) { put(found, problems(said)); return; }
    put(found, h("h3", {}, said.problems ? `${rows.length} to mend` : rows.length ? `${rows.length} remarks` : "Nothing to mend"),
      h("ol", { class: "found" }, rows.map((p) => h("li", {}, h("button", { type: "button", class: "link", onclick: () => go(p.line, p.col) }, `line ${p.line}, column ${p.col}`), " ",
        said.problems ? [`${p.found}; expected ${p.expected}`, p.fix ? h("b", {}, `; ${p.fix}`) : null] : p.text))));
  }
  function typed() {
    state.draft = area.value === state.text ? null : area.value;
    number(new Set());
    clearTimeout(waiting);
    waiting = setTimeout(check, 350);
  }
  async function apply() {
    const said = await ask("open", { text: area.value, beside: state.beside });
    if (!said.done) { put(found, problems(said)); return; }
    state.draft = null;
    await reopen(said.done);
    say("The text is in use; numbers that it still has keep the values that you moved them to.");
    emit("text");
  }
  area.addEventListener("input", typed);
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
  number(new Set());
  check();
}
