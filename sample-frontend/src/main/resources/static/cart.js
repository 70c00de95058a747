"use strict";

const HISTORY_LENGTH = 24;
const TIMEOUT_MILLIS = 15000;
const TONES = ["#0f766e", "#b45309", "#6d28d9", "#be185d", "#1d4ed8", "#4d7c0f"];
const money = new Intl.NumberFormat(undefined, { style: "currency", currency: "EUR" });
const byId = (id) => document.getElementById(id);
const tones = new Map();
let calls = 0;
let answered = false;
let busy = false;

function toneOf(instance) {
  if (!tones.has(instance)) {
    const number = /(\d+)$/.exec(instance);
    tones.set(instance, TONES[(number ? Number(number[1]) - 1 : tones.size) % TONES.length]);
  }
  return tones.get(instance);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function remember(text, tone, title) {
  const chip = element("li", text);
  chip.className = "chip";
  chip.style.setProperty("--tone", tone);
  chip.title = title;
  const history = byId("history");
  history.prepend(chip);
  while (history.children.length > HISTORY_LENGTH) {
    history.lastChild.remove();
  }
}

function showCart(answer) {
  byId("problem").hidden = true;
  answered = true;
  byId("cart").hidden = false;
  byId("cart").classList.remove("stale");
  byId("items").replaceChildren(...answer.items.map((item) => {
    const row = document.createElement("tr");
    row.append(element("td", item.name), element("td", item.quantity), element("td", money.format(item.price)),
      element("td", money.format(item.price * item.quantity)));
    return row;
  }));
  byId("total").textContent = money.format(answer.total);
  byId("instance").textContent = answer.instance;
  byId("instance").style.setProperty("--tone", toneOf(answer.instance));
  byId("latency").textContent = `${answer.elapsedMillis} ms`;
  byId("url").textContent = answer.url;
  remember(answer.instance, toneOf(answer.instance), `${answer.elapsedMillis} ms`);
}

function readable(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  }
  catch {
    return body;
  }
}

function showProblem(problem) {
  byId("problem").hidden = false;
  byId("cart").hidden = !answered;
  byId("cart").classList.add("stale");
  byId("problem-title").textContent = problem.title;
  byId("problem-advice").textContent = problem.detail;
  byId("problem-body").hidden = !problem.answeredBody;
  byId("problem-body").textContent = problem.answeredBody ? readable(problem.answeredBody) : "";
  byId("instance").textContent = "nobody";
  byId("instance").style.removeProperty("--tone");
  byId("latency").textContent = "–";
  byId("url").textContent = problem.url ?? "–";
  remember("failed", "#b3261e", problem.title);
}

async function ask() {
  const response = await fetch("api/cart", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
  const answer = await response.json();
  if (response.ok) {
    showCart(answer);
  }
  else {
    showProblem({ title: `FrontEnd answered ${response.status}.`, detail: "Its log says why.", ...answer });
  }
}

async function refresh() {
  if (busy) {
    return;
  }
  busy = true;
  byId("refresh").disabled = true;
  try {
    await ask();
  }
  catch (failure) {
    showProblem({ title: "FrontEnd does not answer.", detail: `Is it still running? (${failure.message})` });
  }
  finally {
    busy = false;
    byId("count").textContent = ++calls;
    byId("refresh").disabled = false;
    byId("cart").setAttribute("aria-busy", "false");
  }
}

byId("refresh").addEventListener("click", refresh);
setInterval(() => byId("auto").checked && refresh(), 1000);
refresh();
