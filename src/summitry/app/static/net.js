// What the page asks of its server. A server that has gone or is slow is said so; nothing that was typed is lost.
import { h, warn } from "./dom.js";

const token = document.querySelector("meta[name=summitry-token]").content;
export const session = [...crypto.getRandomValues(new Uint8Array(9))].map((b) => b.toString(16).padStart(2, "0")).join("");
let away = 0;

async function send(what, body, signal) {
  const slow = setTimeout(() => warn(h("p", {}, "The server is taking its time. You can go on; the latest values count.")), 8000);
  try {
    const answer = await fetch(`/api/${what}`, {
      method: "POST", signal, cache: "no-store", credentials: "same-origin",
      headers: { "content-type": "application/json", "x-summitry-token": token },
      body: JSON.stringify(body),
    });
    if (away) { away = 0; warn(); }
    return answer;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    away += 1;
    warn(h("p", {}, "The workbench’s server does not answer. Nothing that you typed is lost: start ",
      h("code", {}, "summitry serve"), " again and the page goes on. ",
      h("button", { type: "button", onclick: () => location.reload() }, "Open the page anew")));
    return null;
  } finally {
    clearTimeout(slow);
    if (!away) { const notice = document.getElementById("notice"); if (notice.textContent.startsWith("The server is taking")) warn(); }
  }
}

async function refused(answer) {
  let said;
  try { said = await answer.json(); } catch { said = { error: `The server answered with ${answer.status}.` }; }
  if (answer.status === 403 && /opened anew/.test(said.error || "")) {
    warn(h("p", {}, "The server was started again. ", h("button", { type: "button", onclick: () => location.reload() }, "Open the page anew"),
      " (numbers that you moved are kept)"));
  }
  return said;
}

// One answer: `{done}`, `{problems}` or `{error}`.
export async function ask(what, body, signal) {
  const answer = await send(what, body, signal);
  if (!answer) return { error: "The server does not answer.", away: true };
  return refused(answer);
}

// Answers as they come; returning early stops the work.
export async function* stream(what, body, signal) {
  const answer = await send(what, body, signal);
  if (!answer) { yield { error: "The server does not answer.", away: true }; return; }
  if (!answer.ok || !(answer.headers.get("content-type") || "").includes("ndjson")) { yield await refused(answer); return; }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let ended = false;
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) break;
      rest += value;
      const lines = rest.split("\n");
      rest = lines.pop();
      for (const line of lines) if (line) {
        const said = JSON.parse(line);
        ended = "done" in said || "error" in said || "problems" in said;
        yield said;
      }
    }
  } catch (error) {
    if (error.name === "AbortError") throw error;
    yield { error: "The server stopped in the middle of its answer." };
    return;
  } finally {
    reader.cancel().catch(() => {});
  }
  if (!ended) yield { error: "The server stopped in the middle of its answer." };
}
