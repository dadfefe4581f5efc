// Move an interview by drag or by keyboard. The server says what the move would do; nothing is
// changed before its button is pressed. Without this file the card is a link to a form.
"use strict";

const frame = document.querySelector("[data-timeplan]");
const answer = document.getElementById("flyttsvar");

// Every cell by day and time: a free one takes a drop, and so does one under another interview.
function cellAt(day, time) {
  return frame.querySelector(`td[data-dag="${day}"][data-kl="${time}"]`);
}

function clearTarget() {
  for (const cell of frame.querySelectorAll(".timeplan__mal")) cell.classList.remove("timeplan__mal");
}

let asked = 0;

async function ask(card, day, time, focus) {
  const mine = ++asked;
  answer.textContent = frame.dataset.venter;
  const reply = await fetch(`${card.dataset.flytt}?dag=${day}&kl=${time}`, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (mine !== asked) return;
  if (!reply || !reply.ok || reply.redirected) {
    // The session is over or the net is gone: the form works either way.
    window.location.href = `${card.dataset.flytt}?dag=${day}&kl=${time}`;
    return;
  }
  answer.innerHTML = await reply.text();
  if (focus) (answer.querySelector("button[type=submit]") || answer.querySelector("a, button") || answer).focus();
}

function startDrag() {
  let dragged = null;
  frame.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-flytt]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.navn);
  });
  frame.addEventListener("dragover", (event) => {
    const cell = event.target.closest("td[data-kl]");
    if (!dragged || !cell) return;
    event.preventDefault();
    if (cell.classList.contains("timeplan__mal")) return;
    clearTarget();
    cell.classList.add("timeplan__mal");
  });
  frame.addEventListener("drop", (event) => {
    const cell = event.target.closest("td[data-kl]");
    if (!dragged || !cell) return;
    event.preventDefault();
    ask(dragged, cell.dataset.dag, cell.dataset.kl, true);
  });
  frame.addEventListener("dragend", () => { dragged = null; clearTarget(); });
}

function startKeyboard() {
  const days = [...new Set([...frame.querySelectorAll("[data-dag]")].map((cell) => cell.dataset.dag))].sort();
  const times = [...new Set([...frame.querySelectorAll("[data-kl]")].map((cell) => cell.dataset.kl))].sort();
  let held = null;
  const show = () => {
    clearTarget();
    const cell = cellAt(held.day, held.time);
    if (cell) { cell.classList.add("timeplan__mal"); cell.scrollIntoView({ block: "nearest", inline: "nearest" }); }
    clearTimeout(held.timer);
    held.timer = setTimeout(() => held && ask(held.card, held.day, held.time, false), 250);
  };
  const end = () => {
    clearTimeout(held.timer);
    held.card.classList.remove("timeplan__kort--hentet");
    clearTarget();
    held = null;
  };
  frame.addEventListener("keydown", (event) => {
    const card = event.target.closest("[data-flytt]");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!held) {
      if (event.key.toLowerCase() !== "m") return;
      event.preventDefault();
      held = { card, day: card.dataset.dag, time: card.dataset.kl, timer: 0 };
      card.classList.add("timeplan__kort--hentet");
      asked += 1;
      answer.textContent = frame.dataset.hentet.replace("{navn}", card.dataset.navn);
      return;
    }
    const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (step) {
      event.preventDefault();
      held.day = days[Math.min(Math.max(days.indexOf(held.day) + step[0], 0), days.length - 1)];
      held.time = times[Math.min(Math.max(times.indexOf(held.time) + step[1], 0), times.length - 1)];
      show();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const { card: chosen, day, time } = held;
      end();
      ask(chosen, day, time, true);
    } else if (event.key === "Escape") {
      event.preventDefault();
      end();
      asked += 1;
      answer.textContent = frame.dataset.angret;
    }
  });
  frame.addEventListener("focusout", () => { if (held) end(); });
}

if (frame && answer) {
  startDrag();
  startKeyboard();
  answer.addEventListener("click", (event) => {
    if (event.target.closest("[data-lukk]")) answer.textContent = "";
  });
}
