// What scripts add: saving while typing, a warning before typed words are lost, time running down.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { join } from "node:path";
import { browser, open, quiet, started } from "../harness.mjs";

const GALLERY = process.env.GALLERY ?? join(import.meta.dirname, "../../target/debug/examples/gallery");
let server, from, page;
before(async () => { server = await started(GALLERY, []); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });
beforeEach(async () => { page = await open(from); });

const go = (name) => page.goto(new URL(`/${name}`, server.address).href);
const status = () => page.locator("[data-saved]");

test("a form is saved while somebody types, and the next save builds on it", async () => {
  await go("act");
  await page.getByLabel("What is the need, in one line?").fill("Fewer falls");
  await status().filter({ hasText: "Saved at 14:45:09" }).waitFor();
  assert.equal(await page.locator("input[name=_version]").inputValue(), "4");
  quiet(page);
});

test("a save that fails says so and does not claim otherwise", async () => {
  await go("act");
  await page.getByLabel("What is the need, in one line?").fill("refuse");
  await status().filter({ hasText: "Not saved yet" }).waitFor();
});

test("leaving with unsaved words asks first; leaving after a save does not", async () => {
  await go("act");
  const asked = [];
  page.on("dialog", (dialog) => { asked.push(dialog.type()); dialog.accept(); });
  await page.getByLabel("What is the need, in one line?").pressSequentially("x");
  await go("error");
  assert.deepEqual(asked, ["beforeunload"]);
  await go("act");
  await page.getByLabel("What is the need, in one line?").pressSequentially("x");
  await status().filter({ hasText: "14:45:09" }).waitFor();
  await go("error");
  assert.deepEqual(asked, ["beforeunload"]);
});

test("the Enter key sends the form and does not add a row", async () => {
  await go("act");
  const sent = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/submission"));
  await page.getByLabel("What is the need, in one line?").press("Enter");
  assert.doesNotMatch((await sent).postData(), /_more=/);
});

test("time left runs by the server's clock", async () => {
  await page.clock.install({ time: new Date("2031-01-01T00:00:00Z") });
  await go("gallery");
  const left = page.locator("time[data-left]").first();
  assert.equal(await left.textContent(), "in 25 days, 7 hours");
  await page.clock.fastForward("26:00:00");
  await left.filter({ hasText: "in 24 days, 5 hours" }).waitFor();
});
