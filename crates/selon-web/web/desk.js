// @ts-check
/** What the desk does beyond links and forms: words and cards light each other, keys, copying, progress. */

const byData = (/** @type {string} */ name, /** @type {string} */ value) =>
  /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`[data-${name}~="${CSS.escape(value)}"]`)]);
const cards = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".card[data-claim]")]);

/** Lights the words of claims and their cards. */
function light(/** @type {string[]} */ claims, /** @type {boolean} */ on) {
  for (const claim of claims) {
    for (const element of [...byData("claims", claim), ...byData("claim", claim)]) element.classList.toggle("lit", on);
  }
}
for (const card of cards) {
  const claims = [card.dataset.claim ?? ""];
  for (const begin of ["mouseenter", "focusin"]) card.addEventListener(begin, () => light(claims, true));
  for (const end of ["mouseleave", "focusout"]) card.addEventListener(end, () => light(claims, false));
}
for (const word of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-claims]"))) {
  const claims = (word.dataset.claims ?? "").split(" ");
  word.addEventListener("mouseenter", () => light(claims, true));
  word.addEventListener("mouseleave", () => light(claims, false));
}

/** The card that keys act on: the one with the focus, else the one in the address, else the first on the screen. */
function current() {
  const focused = document.activeElement?.closest(".card[data-claim]");
  const target = location.hash.startsWith("#claim-") ? document.getElementById(location.hash.slice(1)) : null;
  return /** @type {HTMLElement | null} */ (focused ?? target);
}
function step(/** @type {number} */ by) {
  const now = current();
  const idx = now ? cards.indexOf(now) + by : 0;
  const card = cards[Math.max(0, Math.min(cards.length - 1, idx))];
  if (!card) return;
  history.replaceState(null, "", `#${card.id}`);
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  byData("claims", card.dataset.claim ?? "").find((word) => word.classList.contains("trigger"))?.scrollIntoView({ block: "nearest" });
}
// After a decision the address names the next claim: it takes the focus, so that the next key decides on it.
if (location.hash.startsWith("#claim-")) document.getElementById(location.hash.slice(1))?.focus({ preventScroll: true });

/** Presses the button of the current card, or opens its form and goes to the first field. */
function press(/** @type {string} */ key) {
  const scope = key === "n" ? document : current();
  const control = /** @type {HTMLElement | null | undefined} */ (scope?.querySelector(`[data-key="${key}"]`));
  control?.click();
  const form = control?.tagName === "SUMMARY" ? control.parentElement?.querySelector("form") : null;
  const field = /** @type {HTMLElement | null | undefined} */ (form?.querySelector("select, textarea, input:not([type=hidden])"));
  if (key === "n" && field instanceof HTMLTextAreaElement && field.value === "") field.value = String(getSelection());
  field?.focus();
}

const off = /** @type {HTMLInputElement | null} */ (document.getElementById("keys-off"));
if (off) {
  off.checked = localStorage.getItem("keys-off") === "yes";
  off.addEventListener("change", () => localStorage.setItem("keys-off", off.checked ? "yes" : "no"));
}
const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("keys"));
const places = new Map([["r", "/reports"], ["e", "/events"], ["t", "/timeline"], ["m", "/map"], ["p", "/pairs"], ["d", "/contested"], ["c", "/claims"], ["n", "/read"]]);
let goes = false;
document.addEventListener("keydown", (event) => {
  const at = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || off?.checked || at.closest("input, select, textarea, dialog")) return;
  if (goes) {
    goes = false;
    const link = /** @type {HTMLAnchorElement | undefined} */ (
      [...document.querySelectorAll("header nav a")].find((a) => new URL(/** @type {HTMLAnchorElement} */ (a).href).pathname === places.get(event.key))
    );
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  const act = {
    "/": () => document.getElementById("search")?.focus(),
    "?": () => dialog?.showModal(),
    j: () => step(1),
    k: () => step(-1),
    g: () => { goes = true; },
    u: () => /** @type {HTMLElement | null} */ (document.querySelector('[data-act="up"]'))?.click(),
    y: copyLink,
    a: () => press("a"), e: () => press("e"), x: () => press("x"), z: () => press("z"), n: () => press("n"),
  }[event.key];
  if (act) { event.preventDefault(); act(); }
});

async function copyLink() {
  await navigator.clipboard.writeText(location.href);
  const button = /** @type {HTMLElement | null} */ (document.querySelector('[data-act="copy-link"]'));
  if (!button) return;
  const said = button.textContent;
  button.textContent = button.dataset.done ?? "";
  setTimeout(() => { button.textContent = said; }, 1500);
}
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button[data-act]"))) {
  button.hidden = false;
  button.addEventListener("click", () => (button.dataset.act === "keys" ? dialog?.showModal() : copyLink()));
}

// A reading under way: the bar follows it, and the page moves on when it is done.
const follow = /** @type {HTMLElement | null} */ (document.querySelector("[data-progress]"));
if (follow) {
  const events = new EventSource(follow.dataset.progress ?? "");
  events.addEventListener("message", (message) => {
    const { n_read, n_all, done } = JSON.parse(message.data);
    const bar = follow.querySelector("progress");
    const status = follow.querySelector("[role=status]");
    if (bar) bar.value = n_read;
    if (status) status.textContent = (status.textContent ?? "").replace(/\d+/, String(n_read)).replace(/\d+(?=\D*$)/, String(n_all));
    if (done) { events.close(); location.reload(); }
  });
}
