// The sliders beside the weights: a slider and its field say the same. Without this file there are only fields.
"use strict";

for (const frame of document.querySelectorAll("[data-vekt]")) {
  const slider = frame.querySelector("input[type=range]");
  const field = frame.querySelector("input[name]");
  slider.hidden = false;
  slider.addEventListener("input", () => { field.value = slider.value; });
  field.addEventListener("input", () => {
    if (/^\d+$/.test(field.value)) slider.value = field.value;
  });
}
