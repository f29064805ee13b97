// The page: which case is open, which view is shown.
import { busy, h, problems, put, say, warn } from "./dom.js";
import { ask } from "./net.js";
import { changed, emit, on, recall, remember, state } from "./state.js";
import * as levers from "./levers.js";
import * as report from "./views.js";
import * as jobs from "./jobs.js";
import * as compare from "./compare.js";
import * as text from "./text.js";
import * as tree from "./tree.js";
import * as play from "./play.js";
import * as ledger from "./ledger.js";
import * as forecasts from "./forecasts.js";

const main = document.getElementById("main");
const PAGES = [
  ["levers", "Levers", (place) => levers.view(place)],
  ...Object.entries(report.VIEWS).map(([name, [title]]) => [name, title, (place) => report.view(place, name)]),
  ["studies", "Studies", (place) => jobs.view(place)],
  ["compare", "Compare", (place) => compare.view(place)],
  ["tree", "Tree", (place) => tree.view(place)],
  ["forecasts", "Forecasts", (place) => forecasts.view(place)],
  ["ledger", "Ledger", (place) => ledger.view(place)],
  ["text", "Text", (place) => text.view(place, opened)],
  ["rehearse", "Rehearse", (place, rest) => play.view(place, rest)],
];

function nav() {
  put(document.getElementById("nav"), h("ul", {}, PAGES.map(([name, title]) => h("li", {}, h("a", { href: `#${name}` }, title)))));
}

function route() {
  const [name, rest] = location.hash.slice(1).split("/");
  const found = PAGES.find(([n]) => n === name);
  // links inside the blocks of the report lead to places, not to views
  if (!found && name && document.getElementById(name)) return;
  const [view, title, show] = found || PAGES[0];
  for (const a of document.querySelectorAll("#nav a")) {
    if (a.getAttribute("href") === `#${view}`) a.setAttribute("aria-current", "page"); else a.removeAttribute("aria-current");
  }
  document.title = `${title} · ${state.info ? state.info.title : "Summitry"}`;
  const place = h("div", { class: `view v-${view}` });
  put(main, place);
  if (!state.info) { put(place, busy("Opening the case …")); return; }
  show(place, rest);
  if (route.moved) main.focus({ preventScroll: true });
  route.moved = true;
}

async function opened(done) {
  state.doc = done.doc;
  state.info = done;
  state.text = done.text;
  document.getElementById("title").textContent = done.title;
  document.getElementById("question").textContent = done.question;
  recall();
  state.picture = null;
  settings();
  levers.move();
  try { sessionStorage.setItem("summitry doc", JSON.stringify({ doc: done.doc, text: done.doc ? done.text : null, beside: state.beside })); } catch { /* not kept */ }
}

function settings() {
  const n = changed();
  const button = document.getElementById("reset");
  button.hidden = !n;
  document.getElementById("save").disabled = !state.info;
}

async function save() {
  const said = await ask("save", { doc: state.doc, settings: state.settings });
  if (!said.done) { warn(h("p", {}, "This cannot be written into the file:"), problems(said)); return; }
  warn();
  const name = `${state.info.file.replace(/\.ya?ml$/, "").replace(/[^\w.-]+/g, "-") || "scenario"}${changed() ? "-changed" : ""}.yaml`;
  const url = URL.createObjectURL(new Blob([said.done.text], { type: "application/yaml" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  say(`Saved as ${name}: it differs from the file only in the numbers that you moved.`);
}

async function bring(file) {
  if (!file) return;
  if (file.size > 1 << 20) { warn(h("p", {}, `${file.name} has ${file.size.toLocaleString("en")} bytes; a scenario has at most 1,048,576.`)); return; }
  const said = await ask("open", { text: await file.text(), beside: false });
  if (!said.done) { warn(h("p", {}, `${file.name} is no scenario:`), problems(said)); return; }
  warn();
  state.beside = false;
  state.draft = null;
  await opened({ ...said.done, file: file.name });
  route();
}

async function begin() {
  nav();
  route();
  let doc = "";
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem("summitry doc") || "null"); } catch { /* none */ }
  let said = null;
  if (kept && kept.text) {
    said = await ask("open", { text: kept.text, beside: kept.beside });
    if (said.done) state.beside = kept.beside;
  }
  if (!said || !said.done) said = await ask("open", { doc });
  if (!said.done) { put(main, h("h2", {}, "The case cannot be opened"), problems(said), h("p", {}, h("button", { type: "button", onclick: () => location.reload() }, "Try again"))); document.getElementById("title").textContent = "Summitry"; return; }
  await opened(said.done);
  route();
}

on("settings", settings);
on("text", () => {});
window.addEventListener("hashchange", route);
window.addEventListener("keydown", (e) => {
  if (e.key !== "Escape" || e.defaultPrevented || !changed() || location.hash.startsWith("#text")) return;
  levers.back();
});
document.getElementById("reset").addEventListener("click", () => levers.back());
document.getElementById("save").addEventListener("click", save);
document.getElementById("open").addEventListener("click", () => document.getElementById("file").click());
document.getElementById("file").addEventListener("change", (e) => { bring(e.target.files[0]); e.target.value = ""; });
window.addEventListener("error", (e) => warn(h("p", {}, `Something on this page failed (${e.message}). The other views go on; reload if it stays.`)));
window.addEventListener("unhandledrejection", (e) => warn(h("p", {}, `Something on this page failed (${e.reason && e.reason.message}). The other views go on; reload if it stays.`)));
window.addEventListener("beforeunload", remember);
emit("ready");
begin();
