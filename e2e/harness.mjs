// Starts Trefoil's demonstration and a browser, and holds what every journey needs.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const ROOT = new URL("..", import.meta.url).pathname;
const PROGRAM = process.env.TREFOIL ?? join(ROOT, "target/debug/trefoil");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SILENT = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

// Runs a program that prints "listening on http://…" and gives back its address and how to end it.
export async function started(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], env: { TREFOIL_LOG: "warn", ...process.env }, ...options });
  const lines = createInterface({ input: child.stdout });
  const address = await new Promise((found, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`${program} ended with ${code} before it listened`)));
    lines.on("line", (line) => {
      const heard = /listening on (http:\/\/\S+)/.exec(line);
      if (heard) found(heard[1]);
    });
  });
  return { address, stop: () => ended(child) };
}

function ended(child) {
  if (child.exitCode !== null) return;
  return new Promise((done) => { child.once("exit", done); child.kill("SIGTERM"); });
}

// A fresh demonstration in a folder of its own.
export async function demonstration() {
  const folder = mkdtempSync(join(tmpdir(), "trefoil-"));
  const server = await started(PROGRAM, ["demo", "--listen", "127.0.0.1:0", "--data", join(folder, "data")]);
  return { address: server.address, stop: async () => { await server.stop(); rmSync(folder, { recursive: true, force: true }); } };
}

// A browser with a fresh profile.
export function browser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: SILENT });
}

// A page of its own. Whatever the page's console complains about (a blocked script, an error) and every request that
// fails or is refused fails the journey when `quiet(page)` is asked.
export async function open(from, { size = DESKTOP, javaScriptEnabled = true } = {}) {
  const context = await from.newContext({ viewport: size, javaScriptEnabled, locale: "en-GB", timezoneId: "Europe/London", bypassCSP: false });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => { if (message.type() === "error" && !REFUSED.test(message.text())) page.complaints.push(message.text()); });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("response", (answer) => { if (answer.status() >= 400) page.complaints.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`); });
  page.on("requestfailed", (request) => { if (!LEFT.test(request.failure().errorText)) page.complaints.push(`${request.failure().errorText} ${request.url()}`); });
  return page;
}

// What the console says of an answer of 400 or more, which `open` hears with its address; and of a request that was
// under way when its page was left.
const REFUSED = /^Failed to load resource/;
const LEFT = /ERR_ABORTED/;

// The page was refused on purpose: its answer had this status, once, and the page is quiet again.
export function refused(page, status) {
  const at = page.complaints.findIndex((complaint) => complaint.startsWith(`${status} `));
  if (at < 0) throw new Error(`${page.url()} was not answered with ${status}: ${page.complaints.join(", ") || "nothing was refused"}`);
  page.complaints.splice(at, 1);
}

export function quiet(page) {
  if (page.complaints.length) throw new Error(`the console of ${page.url()} says:\n${page.complaints.join("\n")}`);
}

// Becomes one of the demonstration's people, with one click, as a visitor would, and opens what awaits them.
export async function become(page, personName) {
  await page.goto(new URL("/demonstration/people", page.url()).href);
  await page.getByRole("button", { name: `Become ${personName}`, exact: true }).click();
  await page.getByRole("banner").getByText(personName).first().waitFor({ state: "attached" });
  await page.goto(new URL("/work", page.url()).href);
}

// Fails on anything that axe finds against WCAG 2.2 A and AA. It runs beside the page's own scripts, not through them,
// so the page's policy stays in force; without scripts in the page it cannot look, and the journey must not ask.
export async function axe(page) {
  page.looking ??= await page.context().newCDPSession(page);
  const found = await page.looking.send("Runtime.evaluate", {
    expression: `${AXE};axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then((it) => JSON.stringify(it.violations))`,
    awaitPromise: true, returnByValue: true,
  });
  if (found.exceptionDetails) throw new Error(`axe could not look: ${found.exceptionDetails.exception?.description}`);
  const violations = JSON.parse(found.result.value);
  if (violations.length) throw new Error(`axe on ${page.url()}:\n${violations.map(told).join("\n")}`);
}

function told({ id, help, nodes }) {
  return `${id}: ${help}\n${nodes.map((node) => `    ${node.html}\n    ${node.failureSummary}`).join("\n")}`;
}

// Nothing sticks out to the right: a phone never scrolls sideways.
export async function fits(page) {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  if (wide > seen) throw new Error(`${page.url()} is ${wide} wide on a screen of ${seen}`);
}

// Keeps a picture of the whole page in screenshots/.
export async function screenshot(page, name) {
  mkdirSync(join(ROOT, "screenshots"), { recursive: true });
  await page.screenshot({ path: join(ROOT, "screenshots", `${name}.png`), fullPage: true });
}
