// What scripts add to pages that work without them: official components, saving while typing, time running down,
// and a warning before typed words are lost.
import { initAll } from "/assets/nhsuk.js";

initAll();
document.querySelectorAll("form[data-autosave]").forEach(saveWhileTyping);
document.querySelectorAll("form.app-form").forEach(warnBeforeLosing);
const live = [...document.querySelectorAll("[data-live]")];
if (live.length) setInterval(() => renew(live), 10000);
const running = [...document.querySelectorAll("time[data-left]")].map(startOf);
if (running.length) setInterval(() => running.forEach(showLeft), 1000);

// Saves a form's fields a second after the last key, one request at a time, and says when.
function saveWhileTyping(form) {
  const status = form.querySelector("[data-saved]");
  let waiting, saving = false, again = false;
  const say = (text, failed) => {
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("app-saved--failed", failed);
  };
  const save = async () => {
    if (saving) { again = true; return; }
    saving = true;
    const fields = new URLSearchParams(new FormData(form));
    // A password is never kept: it is sent with the form itself and nowhere else.
    for (const secret of form.querySelectorAll('input[type="password"], input[autocomplete$="-password"]')) fields.delete(secret.name);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: fields, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const saved = await answer.json().catch(() => ({}));
      takeVersion(form, saved);
      if (!again) form.dataset.words = "saved";
      say(`Saved at ${timeOf(saved.saved_at)}`, false);
    } catch {
      say("Not saved yet. Keep this page open: we will try again.", true);
      waiting = setTimeout(save, 10000);
    }
    saving = false;
    if (again) { again = false; save(); }
  };
  form.addEventListener("input", () => {
    form.dataset.words = "typed";
    clearTimeout(waiting);
    waiting = setTimeout(save, 1000);
  });
}

// The next save builds on what this one left.
function takeVersion(form, answer) {
  const field = form.elements.namedItem("_version");
  if (field && answer.version !== undefined) field.value = answer.version;
}

// The server's time where it tells it (a demonstration has its own clock), in London.
function timeOf(instant) {
  const at = instant ? new Date(instant) : new Date();
  return at.toLocaleTimeString("en-GB", { timeZone: "Europe/London" });
}

// Asks before a page is left whose changes are neither sent nor saved.
function warnBeforeLosing(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed && form.dataset.words !== "saved") event.preventDefault();
  });
}

// Parts of a page that others change while it is read, such as a quorum: asked for again while the page is seen.
async function renew(parts) {
  if (document.hidden) return;
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts) {
    const now = fresh.getElementById(part.id)?.innerHTML;
    if (now !== undefined && now !== part.innerHTML) part.innerHTML = now;
  }
}

// Time runs by the server's clock: the page says what time it was there when it was made.
function startOf(element) {
  const ahead = Date.parse(element.dataset.now) - Date.now();
  return { element, end: Date.parse(element.dateTime), ahead };
}

function showLeft({ element, end, ahead }) {
  const seconds = Math.floor((end - (Date.now() + ahead)) / 1000);
  const span = spanOf(Math.abs(seconds));
  const text = seconds >= 0 ? `in ${span}` : `${span} ago`;
  if (element.textContent !== text) element.textContent = text;
}

function spanOf(seconds) {
  const parts = [["day", Math.floor(seconds / 86400)], ["hour", Math.floor(seconds / 3600) % 24], ["minute", Math.floor(seconds / 60) % 60]];
  const first = parts.findIndex(([, n]) => n > 0);
  if (first < 0) return "less than a minute";
  const shown = parts.slice(first, first + 2).filter(([, n]) => n > 0);
  return shown.map(([unit, n]) => `${n} ${unit}${n === 1 ? "" : "s"}`).join(", ");
}
