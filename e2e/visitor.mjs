// Somebody who visits Trefoil, on a device, with or without scripts: what they press, read and fill in.
import { DESKTOP, PHONE, axe, fits, open, quiet, screenshot } from "./harness.mjs";

export const WAYS = {
  desktop: { size: DESKTOP },
  phone: { size: PHONE },
  "desktop without JavaScript": { size: DESKTOP, javaScriptEnabled: false },
  "phone without JavaScript": { size: PHONE, javaScriptEnabled: false },
};

// A visitor on the start page. `page.look(name)` checks the page they stop at and keeps a picture of it.
export async function visitor(from, address, way = WAYS.desktop) {
  const page = await open(from, way);
  page.setDefaultTimeout(20000);
  page.scripted = way.javaScriptEnabled !== false;
  page.look = (name) => look(page, name, way.size === PHONE ? "phone" : "desktop");
  await page.goto(address);
  return page;
}

async function look(page, name, device) {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  if (page.scripted) await axe(page);
  await fits(page);
  quiet(page);
  if (name) await screenshot(page, `${name}-${device}`);
}

// The page without header and footer: what was just done, the way back, and the page's own part.
const own = (page) => page.locator(".nhsuk-width-container:has(main)");

// Follows a link or presses a button of the page itself: the design system draws some links as buttons.
export async function choose(page, name) {
  const wanted = typeof name === "string" ? { name, exact: true } : { name };
  await own(page).getByRole("link", wanted).or(own(page).getByRole("button", wanted)).first().click();
}

// Presses the button that sends the page's form, whatever it says.
export const send = (page) => own(page).locator("form.app-form .app-actions button").first().click();

// Goes to a part of the service by the header; where scripts have folded it away, unfolds it first.
export async function goTo(page, part) {
  const link = page.getByRole("navigation", { name: "Menu" }).getByRole("link", { name: part, exact: true });
  const more = page.getByRole("button", { name: /^(More|Browse More|Menu)/ });
  await link.or(more).first().waitFor();
  if (!(await link.isVisible())) await more.click();
  await link.click();
}

// Waits until a text is to be seen on the page.
export const sees = (page, text) => own(page).getByText(text).filter({ visible: true }).first().waitFor();

// Fills fields by their labels: {label: text}.
export async function fill(page, answers) {
  for (const [label, text] of Object.entries(answers)) await page.getByLabel(label, { exact: true }).fill(text);
}

// Picks radios and ticks boxes by their labels.
export async function tick(page, ...labels) {
  for (const label of labels) await page.getByLabel(label, { exact: true }).first().check();
}

// Waits until the form that is being typed into has been saved.
export const saved = (page) => page.locator("[data-saved]").filter({ hasText: "Saved at" }).waitFor();

// The page's address without what comes after its path.
export const here = (page) => page.url().split(/[?#]/)[0];
