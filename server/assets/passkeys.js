// Passkeys: when a form that wants one is sent, its browser is asked for it, and the answer goes with the form. Every text
// comes from the page.
document.querySelectorAll("form[data-passkey]").forEach(prepare);

// Shows what can be done here: the button, or why there is none.
function prepare(form) {
  const state = stateOf(form);
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
  if (state !== "ready") return;
  const answer = form.elements.namedItem("credential");
  form.addEventListener("submit", (event) => {
    if (answer.value) return;
    event.preventDefault();
    ask(form, answer);
  });
  // A page that is come back to asks anew.
  window.addEventListener("pageshow", () => { answer.value = ""; });
}

function stateOf(form) {
  if (location.origin !== form.dataset.origin) return "elsewhere";
  return window.PublicKeyCredential ? "ready" : "unsupported";
}

async function ask(form, answer) {
  const said = form.querySelector("[data-said]");
  said.textContent = "";
  try {
    const challenge = await fetch(form.dataset.challenge, { method: "POST", body: new URLSearchParams({ _csrf: form.elements.namedItem("_csrf").value }) });
    // Asked to sign in or to prove who one is first: the page itself leads there, and back.
    if (challenge.redirected) { location.assign(form.dataset.page); return; }
    if (!challenge.ok) throw new Error(String(challenge.status));
    const publicKey = read(await challenge.json());
    const making = form.dataset.passkey === "create";
    const found = await (making ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
    answer.value = JSON.stringify(written(found));
    form.requestSubmit();
  } catch (error) {
    const why = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" }[error.name] ?? "failed";
    said.textContent = form.dataset[why];
  }
}

// What the server says in text, the browser wants in bytes.
function read(options) {
  const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
  const ready = { ...options, challenge: bytes(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) ready.excludeCredentials = named(options.excludeCredentials);
  if (options.allowCredentials) ready.allowCredentials = named(options.allowCredentials);
  return ready;
}

// And the other way round.
function written({ id, rawId, type, response }) {
  const parts = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) parts[part] = text(response[part]);
  }
  return { id, rawId: text(rawId), type, response: parts };
}

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const signs = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
