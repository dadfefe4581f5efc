// A form that saves itself while it is written in, and keeps the text here when it cannot be sent.
// Without this script the form is sent by its buttons, and the server keeps what an ended session met.
//
// <form data-kladd="/address" data-kladd-nokkel="key" data-...="words"> with a field `versjon` and an
// element [data-kladd-status]. An element [data-kladd-ferdig="key"] says that the text is safe.
"use strict";

const PREFIX = "kladd:";
const IDLE_MS = 1200;
const RETRY_MS = 8000;

function readLocal(key) {
  try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; }
}

function writeLocal(key, value) {
  try {
    if (value) localStorage.setItem(PREFIX + key, JSON.stringify(value));
    else localStorage.removeItem(PREFIX + key);
    return true;
  } catch { return false; }
}

function values(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrf_token" && name !== "versjon") found[name] = String(value).replace(/\r\n/g, "\n");
  }
  return found;
}

function same(a, b) {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => (a[name] ?? "") === (b[name] ?? ""));
}

function insert(form, kept) {
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (!field) continue;
    field.value = value;
    if (field instanceof HTMLTextAreaElement) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

class Draft {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.kladdNokkel;
    this.line = form.querySelector("[data-kladd-status]");
    this.stopped = false;
    this.sending = false;
    this.last = values(form);
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    window.addEventListener("online", () => this.send());
    this.resume();
  }

  get dirty() { return !same(this.last, values(this.form)); }

  say(word, time = "", link = null) {
    const text = (this.form.dataset[word] || "").replace("{tid}", time);
    if (this.line.textContent === text) return;
    this.line.textContent = text;
    this.line.dataset.tilstand = word;
    if (link) this.line.append(" ", link);
  }

  keep() {
    const versjon = this.form.elements.versjon.value;
    return writeLocal(this.key, { felter: values(this.form), versjon });
  }

  // What an earlier visit could not send is put back; what was saved elsewhere since is not overwritten.
  resume() {
    const kept = readLocal(this.key);
    if (!kept) return;
    if (this.form.dataset.kladdForsok || same(kept.felter, values(this.form))) {
      if (!this.form.dataset.kladdForsok) writeLocal(this.key, null);
      return;
    }
    const restore = () => { insert(this.form, kept.felter); this.say("hentet"); this.changed(); };
    if (kept.versjon === this.form.elements.versjon.value) { restore(); return; }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ds-button";
    button.dataset.variant = "secondary";
    button.textContent = this.form.dataset.settInn;
    button.addEventListener("click", () => { button.remove(); restore(); });
    this.say("eldre", "", button);
  }

  changed() {
    const kept = this.keep();
    if (this.stopped) return;
    if (!kept) this.line.dataset.lokalt = "nei";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), IDLE_MS);
  }

  retry() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), RETRY_MS);
  }

  async send() {
    if (this.stopped || this.sending || !this.dirty) return;
    this.sending = true;
    this.say("lagrer");
    const sent = values(this.form);
    let answer = null;
    try {
      answer = await fetch(this.form.dataset.kladd, {
        method: "POST", body: new FormData(this.form), redirect: "manual", headers: { Accept: "application/json" },
      });
    } catch { answer = null; }
    this.sending = false;
    if (!answer || answer.status >= 500) { this.say("utenNett"); this.retry(); return; }
    if (answer.ok) await this.saved(answer, sent);
    else await this.refused(answer);
  }

  async saved(answer, sent) {
    const told = await answer.json();
    this.form.elements.versjon.value = told.versjon;
    this.last = sent;
    this.say("lagret", told.tid);
    // The idle warning listens for this: somebody who writes is there.
    document.dispatchEvent(new Event("htmx:afterRequest"));
    if (this.dirty) this.changed();
    else writeLocal(this.key, null);
  }

  async refused(answer) {
    if (answer.status === 422) {
      const told = await answer.json();
      this.line.textContent = told.feil.join(" ");
      this.line.dataset.tilstand = "feil";
      return;
    }
    this.stopped = true;
    if (answer.status === 409) { this.say("endret"); return; }
    const link = document.createElement("a");
    link.href = location.pathname;
    link.textContent = this.form.dataset.fortsett;
    this.say("utlogget", "", link);
  }
}

for (const done of document.querySelectorAll("[data-kladd-ferdig]")) writeLocal(done.dataset.kladdFerdig, null);
for (const form of document.querySelectorAll("form[data-kladd]")) new Draft(form);
