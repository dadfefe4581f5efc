// Small conveniences; every page works without them.
"use strict";

// The error summary has autofocus, but a browser ignores that when the address carries a fragment.
function focusErrors() {
  const summary = document.getElementById("feiloppsummering");
  if (summary && document.activeElement !== summary) summary.focus();
}

// Tell how many characters are left; the words come from the page's own language.
function startCounters(root) {
  for (const area of root.querySelectorAll("textarea[data-maks]")) {
    const line = document.getElementById(`${area.id}-teller`);
    if (!line || area.dataset.teller) continue;
    area.dataset.teller = "ja";
    const limit = Number(area.dataset.maks);
    const show = () => {
      const left = limit - area.value.replace(/\r\n/g, "\n").length;
      line.textContent = (left < 0 ? line.dataset.over : line.dataset.igjen).replace("{n}", Math.abs(left));
      line.classList.toggle("teller--over", left < 0);
    };
    area.addEventListener("input", show);
    show();
  }
}

// One checkbox in the header chooses every row of its table.
function startChooseAll(root) {
  for (const all of root.querySelectorAll("input[data-velg-alle][hidden]")) {
    const table = all.closest("table");
    const rows = () => [...table.querySelectorAll("tbody input[type=checkbox]")];
    const show = () => {
      const chosen = rows().filter((row) => row.checked).length;
      all.checked = chosen > 0 && chosen === rows().length;
      all.indeterminate = chosen > 0 && chosen < rows().length;
    };
    all.hidden = false;
    all.addEventListener("change", () => rows().forEach((row) => { row.checked = all.checked; }));
    table.addEventListener("change", (event) => { if (event.target !== all) show(); });
    show();
  }
}

// The native file field speaks the browser's language; lay the page's own words under it.
function startFiles(root) {
  for (const frame of root.querySelectorAll(".filfelt:not(.filfelt--klar)")) {
    const input = frame.querySelector("input[type=file]");
    const words = document.createElement("div");
    const button = document.createElement("span");
    const name = document.createElement("span");
    words.className = "filfelt__ord";
    words.setAttribute("aria-hidden", "true");
    button.className = "filfelt__knapp";
    button.textContent = frame.dataset.velg;
    name.className = "filfelt__navn";
    words.append(button, name);
    const show = () => {
      name.textContent = [...input.files].map((file) => file.name).join(", ") || frame.dataset.ingen;
    };
    input.addEventListener("change", show);
    show();
    frame.append(words);
    frame.classList.add("filfelt--klar");
  }
}

// Warn five minutes before an idle session ends, so that nobody writes into the void.
function startSession() {
  const frame = document.getElementById("okt");
  if (!frame) return;
  const warning = frame.querySelector(".okt__varsel");
  let timer;
  const wait = () => {
    clearTimeout(timer);
    warning.hidden = true;
    timer = setTimeout(() => { warning.hidden = false; }, Math.max(frame.dataset.sekunder - 300, 30) * 1000);
  };
  warning.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(frame.dataset.url, { redirect: "manual" }).catch(() => null);
    // Otherwise the session is over: what is typed is kept by the server when the form is sent.
    if (answer && answer.ok) wait();
  });
  document.addEventListener("htmx:afterRequest", wait);
  wait();
}

function start(root) {
  startCounters(root);
  startChooseAll(root);
  startFiles(root);
}

focusErrors();
start(document);
startSession();
document.addEventListener("htmx:load", (event) => start(event.target));
