// The board by mouse and keyboard: panels open beside the rows, a municipality can be dragged on
// to another pair, and Ctrl+Z takes back. Without this file every link leads to a page.
"use strict";

const WIDE = window.matchMedia("(min-width: 64rem)");
let opener = null;
let asked = 0;

const panel = () => document.getElementById("bord-panel");
const board = () => document.getElementById("bord");

function mark(row) {
  for (const old of document.querySelectorAll(".bord__valgt")) old.classList.remove("bord__valgt");
  if (row) row.classList.add("bord__valgt");
}

// Fetch a panel; when the session is over or the net is gone, go to the page instead.
async function open(address, from) {
  const mine = ++asked;
  if (from && !panel().contains(from)) opener = from;
  panel().textContent = board().dataset.venter;
  const reply = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": "bord-panel" } }).catch(() => null);
  if (mine !== asked) return;
  if (!reply || !reply.ok || reply.redirected) {
    window.location.href = address;
    return;
  }
  panel().innerHTML = await reply.text();
  window.htmx.process(panel());
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: panel() } }));
  mark(opener && opener.closest("tr"));
  focusPanel();
}

function focusPanel() {
  const heading = panel().querySelector("h1, h2, h3");
  if (heading) heading.setAttribute("tabindex", "-1");
  (heading || panel()).focus({ preventScroll: true });
  panel().parentElement.scrollTop = 0;
}

function close() {
  if (!panel() || !panel().firstChild) return false;
  panel().replaceChildren();
  mark(null);
  // The row may have been drawn anew since.
  const again = opener && (opener.isConnected ? opener : document.querySelector(`a[href="${opener.getAttribute("href")}"]`));
  (again || board()).focus();
  return true;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-lukk]")) { close(); return; }
  const link = event.target.closest("a[data-panel], #bord-panel a[href*='/hvorfor']");
  if (!link || !panel() || !WIDE.matches || !window.htmx) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  open(link.href, link);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-panel]");
  if (!form || !panel() || !WIDE.matches) return;
  event.preventDefault();
  open(`${form.action}?${new URLSearchParams(new FormData(form))}`, null);
});

// Typing belongs to the field that has focus, and so does its own undo.
const isTyping = () => {
  const now = document.activeElement;
  return now && (now.matches("input:not([type=checkbox], [type=radio]), textarea, select") || now.isContentEditable);
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && close()) { event.preventDefault(); return; }
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.altKey || isTyping()) return;
  const button = document.querySelector(`${event.shiftKey ? "[data-gjor-om]" : "[data-angre]"} button:not([disabled])`);
  if (!button) return;
  event.preventDefault();
  // Right after a change the new form may not be HTMX's yet, and would load the whole page.
  if (window.htmx) window.htmx.process(button.form);
  button.click();
});

// Drag a municipality on to a row with another pair: the same effect is shown as by the links.
let dragged = null;

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest ? event.target.closest("[data-kommune]") : null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.textContent);
});

const dropRow = (event) => {
  const row = dragged && event.target.closest ? event.target.closest("tr[data-par]") : null;
  return row && row.dataset.par !== dragged.closest("tr").dataset.par ? row : null;
};

function clearTarget() {
  for (const old of document.querySelectorAll(".bord__mottak")) old.classList.remove("bord__mottak");
}

document.addEventListener("dragover", (event) => {
  const row = dropRow(event);
  if (!row) { clearTarget(); return; }
  event.preventDefault();
  if (row.classList.contains("bord__mottak")) return;
  clearTarget();
  row.classList.add("bord__mottak");
});

document.addEventListener("drop", (event) => {
  const row = dropRow(event);
  if (!row) return;
  event.preventDefault();
  const [a, b] = row.dataset.par.split("-");
  const address = `${board().dataset.flytt}?type=flytt&v=${a}&v=${b}&k=${dragged.dataset.kommune}`;
  if (WIDE.matches && window.htmx) open(address, dragged.closest("tr").querySelector("a[data-panel]"));
  else window.location.href = address;
});

document.addEventListener("dragend", () => { dragged = null; clearTarget(); });

// After a change the whole board is new: say what was done, and put focus where it is said.
document.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target;
  if (target.id === "bord-panel") { focusPanel(); return; }
  if (target.id !== "bord") return;
  const said = document.getElementById("bord-melding");
  if (said && said.firstElementChild) said.focus({ preventScroll: true });
});
