// The statements on which the numbers rest: accepted, edited or rejected by whoever looks at them.
import { h, problems, put, say } from "./dom.js";
import { ask } from "./net.js";
import { state } from "./state.js";

const KINDS = ["claim", "prediction", "assessment", "demand", "proposal", "promise", "threat", "red line", "rejection", "success marker", "agenda limit", "probability"];
const name = () => `summitry review ${state.info.title}`;
let text = null; // the source, as code points

function verdicts() { try { return JSON.parse(sessionStorage.getItem(name()) || "{}"); } catch { return {}; } }
function keep(all) { try { sessionStorage.setItem(name(), JSON.stringify(all)); } catch { /* for this page alone */ } }

function download(content, file) {
  const url = URL.createObjectURL(new Blob([content], { type: "application/x-ndjson" }));
  h("a", { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

export async function view(place) {
  put(place, h("h2", {}, "Ledger"), h("p", { class: "busy" }, "Reading the statements …"));
  let all = verdicts();
  let said = await ask("ledger", { doc: state.doc, verdicts: all });
  if (!said.done && said.problems) { all = {}; keep(all); said = await ask("ledger", { doc: state.doc, verdicts: all }); }
  if (!place.isConnected) return;
  if (!said.done) { put(place, h("h2", {}, "Ledger"), problems(said)); return; }
  const found = said.done;
  if (!found.rows.length) { put(place, h("h2", {}, "Ledger"), h("p", {}, "This case names no ledger, or it does not lie beside its file. Its numbers rest on assumptions, which stand under Basis.")); return; }
  const list = h("div", { class: "rows-l" });
  const source = h("div", { class: "src", tabindex: 0, role: "region", "aria-label": "Source text" });
  const pick = h("input", { type: "file", id: "source", accept: ".txt,text/plain", class: "vh", tabindex: -1, "aria-label": "Source text", onchange: (e) => bring(e.target.files[0]) });
  const note = h("p", { class: "fn" });
  const save = h("button", { type: "button", onclick: async () => { const now = await ask("ledger", { doc: state.doc, verdicts: all }); if (now.done) { download(now.done.text, now.done.file); say("The ledger was saved with your review."); } } }, "Save the ledger as …");
  const write = found.own ? h("button", { type: "button", onclick: async () => {
    const now = await ask("ledger", { doc: state.doc, verdicts: all, write: true });
    if (!now.done) { put(note, problems(now)); return; }
    say(`Your review stands in ${now.done.file}.`);
  } }, `Write it to ${found.file}`) : null;
  const clear = h("button", { type: "button", onclick: () => { all = {}; keep(all); view(place); } }, "Forget my review");
  put(place, h("h2", {}, "Ledger"), h("p", { class: "fn" }, `${found.rows.length} statements of ${found.file}. The words and their place cannot be changed here; a review says what you make of them. Nobody may rest on a rejected row: `, h("code", {}, "summitry check"), " says which numbers do."),
    h("div", { class: "tools" }, save, write, clear, h("button", { type: "button", onclick: () => pick.click() }, "Show the source text …"), pick, note), h("div", { class: "ledger" }, list, source));
  const rows = new Map(found.rows.map((r) => [r.id, r]));
  const cards = new Map();

  function count() {
    const n = (x) => [...rows.values()].filter((r) => r.review === x).length;
    note.textContent = `${n("accepted")} accepted, ${n("edited")} edited, ${n("rejected")} rejected, ${n("waiting")} waiting.`;
  }

  async function judge(row, verdict) {
    const trial = { ...all, [row.id]: { ...all[row.id], ...verdict } };
    const now = await ask("ledger", { doc: state.doc, verdicts: trial });
    if (!now.done) { put(cards.get(row.id).querySelector(".edit-row"), problems(now)); return false; }
    all = trial;
    keep(all);
    rows.set(row.id, now.done.rows.find((r) => r.id === row.id));
    draw(row.id);
    count();
    say(`${row.id}: ${verdict.review}.`);
    return true;
  }

  function editor(row) {
    const id = `e-${row.id}`;
    const paraphrase = h("textarea", { id: `${id}-p`, rows: 3 }, row.paraphrase);
    const kind = h("input", { id: `${id}-k`, value: row.kind.join(", "), list: "kinds" });
    const issue = h("input", { id: `${id}-i`, value: row.issue });
    const why = h("input", { id: `${id}-n`, value: row.note, maxlength: 200 });
    return h("div", { class: "form" },
      h("p", {}, h("label", { for: paraphrase.id }, "In our own words "), paraphrase), h("p", {}, h("label", { for: kind.id }, "Kind "), kind),
      h("p", {}, h("label", { for: issue.id }, "Issue "), issue), h("p", {}, h("label", { for: why.id }, "Note "), why),
      h("p", {}, h("button", { type: "button", onclick: () => judge(row, { review: "edited", paraphrase: paraphrase.value, kind: kind.value.split(",").map((k) => k.trim()).filter(Boolean), issue: issue.value, note: why.value }) }, "Keep the edit"), " ",
        h("button", { type: "button", onclick: () => draw(row.id) }, "Leave it")));
  }

  function draw(id) {
    const row = rows.get(id);
    const edit = h("div", { class: "edit-row" });
    const verdict = (word, label) => h("button", { type: "button", "aria-pressed": row.review === word ? "true" : "false", onclick: () => judge(row, { review: row.review === word ? "waiting" : word }) }, label);
    const party = state.info.parties[row.party];
    const card = h("article", { class: `row ${row.review}`, "aria-labelledby": `r-${id}` },
      h("blockquote", {}, h("bdi", {}, row.quote ? `“${row.quote}”` : row.paraphrase)),
      row.quote && row.paraphrase ? h("p", { class: "fn" }, h("bdi", {}, row.paraphrase)) : null,
      h("p", { class: "by" }, h("b", { id: `r-${id}` }, id), " · ", h("bdi", {}, row.speaker), party ? `, ${party.label}` : "", ` · ${row.kind.join(", ")} · ${row.mode} · ${row.date} · `,
        h("button", { type: "button", class: "link", onclick: () => show(row) }, `characters ${row.passages.map(([a, b]) => `${a.toLocaleString("en")}–${b.toLocaleString("en")}`).join(", ")}`)),
      row.uses.length ? h("p", { class: "fn" }, `Under: ${row.uses.join("; ")}`) : null,
      row.note ? h("p", { class: "fn" }, `Note: ${row.note}`) : null,
      h("div", { class: "tools" }, h("span", { class: "state" }, row.review), verdict("accepted", "Accept"), h("button", { type: "button", onclick: () => put(edit, editor(row)) }, "Edit"), verdict("rejected", "Reject")), edit);
    const old = cards.get(id);
    if (old) { const had = old.contains(document.activeElement); old.replaceWith(card); if (had) card.querySelector("button[aria-pressed]").focus(); } else list.append(card);
    cards.set(id, card);
  }

  // places count in code points; JavaScript's own offsets count UTF-16 units
  function paint(at) {
    if (!text) { put(source, h("p", { class: "fn" }, "The text itself does not ship with a case. Show the file that you have, and the quoted passages are marked in it.")); return; }
    const spans = [];
    for (const row of rows.values()) if (row.document.sha256 === text.sha256) for (const [a, b] of row.passages) spans.push([a, b, row.id]);
    spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const out = [];
    let last = 0;
    for (const [a, b, id] of spans) {
      if (a < last) continue;
      out.push(text.points.slice(last, a).join(""));
      out.push(h("mark", { class: id === at ? "at" : "", title: id, tabindex: 0, onclick: () => cards.get(id).scrollIntoView({ block: "center" }) }, text.points.slice(a, b).join("")));
      last = b;
    }
    out.push(text.points.slice(last).join(""));
    put(source, out);
  }

  function show(row) {
    if (!text) { say("Show the source text first."); pick.click(); return; }
    paint(row.id);
    const mark = source.querySelector("mark.at");
    if (mark) { mark.scrollIntoView({ block: "center" }); mark.focus(); } else say(`${row.id} is of another text, or inside another quotation.`);
  }

  async function bring(file) {
    if (!file) return;
    if (file.size > 20 << 20) { say("That file is too large to show."); return; }
    const bytes = await file.arrayBuffer();
    const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((b) => b.toString(16).padStart(2, "0")).join("");
    if (![...rows.values()].some((r) => r.document.sha256 === digest)) { put(source, h("p", { class: "problems" }, `${file.name} is not the text that the ledger quotes (its sha256 is another one), so nothing is marked in it.`)); return; }
    text = { points: [...new TextDecoder().decode(bytes)], sha256: digest };
    paint();
  }

  list.append(h("datalist", { id: "kinds" }, KINDS.map((k) => h("option", { value: k }))));
  for (const id of rows.keys()) draw(id);
  count();
  paint();
}
