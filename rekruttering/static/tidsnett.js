// The grid of times: colours follow the answers, and a week can be answered at once.
"use strict";

for (const field of document.querySelectorAll(".tidsvalg")) {
  field.addEventListener("change", () => { field.dataset.verdi = field.value; });
}

for (const grid of document.querySelectorAll("[data-tidsnett]")) {
  const row = grid.querySelector("[data-ukeknapper]");
  row.hidden = false;
  row.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sett]");
    if (!button) return;
    for (const field of grid.querySelectorAll("select")) {
      field.value = button.dataset.sett;
      field.dispatchEvent(new Event("change"));
    }
    for (const box of grid.querySelectorAll("input[type=checkbox]")) box.checked = button.dataset.sett === "opptatt";
  });
}

for (const button of document.querySelectorAll("[data-skriv-ut]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
