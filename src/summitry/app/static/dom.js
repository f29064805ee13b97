// Elements made from text: whatever a scenario or a ledger says stays text.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  add(node, children);
  return node;
}

function add(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function put(node, ...children) {
  node.replaceChildren();
  add(node, children);
  return node;
}

const KEPT = new Set(("a abbr b bdi blockquote br caption code col colgroup dd details div dl dt em figcaption figure h1 h2 h3 h4 " +
  "header i li main mark ol p pre q section small span strong sub summary sup svg g path line rect circle text tspan title defs " +
  "pattern clippath table tbody td th thead tr ul use nav polygon polyline ellipse").split(" "));

// Blocks of the report come from our own server with all given words escaped; what could act is taken out all the same.
export function block(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const node of [...parsed.body.querySelectorAll("*")]) {
    if (!KEPT.has(node.tagName.toLowerCase())) { node.remove(); continue; }
    for (const { name, value } of [...node.attributes]) {
      if (name.startsWith("on") || name === "srcdoc" || ((name === "href" || name.endsWith(":href")) && !value.startsWith("#"))) {
        node.removeAttribute(name);
      }
    }
  }
  const out = document.createDocumentFragment();
  out.append(...[...parsed.body.childNodes].map((node) => document.adoptNode(node)));
  return out;
}

export function say(text) {
  document.getElementById("status").textContent = text;
}

export function warn(...children) {
  put(document.getElementById("notice"), ...children);
}

export function problems(said) {
  if (said.problems) return h("ul", { class: "problems" }, said.problems.map((p) => h("li", {}, p.message)));
  return h("p", { class: "problems" }, said.error || "The workbench did not answer.");
}

export function busy(text) {
  return h("p", { class: "busy" }, text);
}
