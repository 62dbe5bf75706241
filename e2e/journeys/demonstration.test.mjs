// The demonstration, as different people go through it: on a desktop and a phone, with and without JavaScript.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, axe, become, browser, demonstration, fits, open, quiet, screenshot } from "../harness.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const WAYS = {
  desktop: { size: DESKTOP },
  phone: { size: PHONE },
  "desktop without JavaScript": { size: DESKTOP, javaScriptEnabled: false },
};

// A visitor on the start page; `look` checks every page that the journey stops at.
async function visitor(way) {
  const page = await open(from, way);
  await page.goto(server.address);
  page.look = async (name) => {
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    if (way.javaScriptEnabled !== false) await axe(page);
    await fits(page);
    quiet(page);
    if (name) await screenshot(page, `${name}-${way.size === PHONE ? "phone" : "desktop"}`);
  };
  return page;
}

const follow = (page, name) => page.getByRole("link", { name, exact: true }).first().click();
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const sees = (page, text) => page.getByText(text).first().waitFor();

for (const [way, options] of Object.entries(WAYS)) {
  test(`the public reads from home to a call, a collaboration and an outcome, on a ${way}`, async () => {
    const page = await visitor(options);
    await page.look("home");
    await page.goto(new URL("/calls", page.url()).href);
    await page.look("calls");
    await page.getByRole("link", { name: /Partners to raise kidney testing/ }).first().click();
    await sees(page, "Friday 4 December 2026 at 12:00 noon");
    await page.look("call");
    await page.goto(new URL("/collaborations", page.url()).href);
    await page.getByRole("link", { name: /in-reach heart-failure/ }).first().click();
    assert.equal(await page.locator("svg[role=img]").count(), 5);
    await page.look("collaboration");
    await page.goto(new URL("/outcomes", page.url()).href);
    await page.getByRole("link", { name: /breathlessness/ }).first().click();
    await sees(page, "2,870 people");
    await page.look("outcome");
    await page.goto(new URL("/search?q=breathless", page.url()).href);
    await page.look("search");
    await page.goto(new URL("/needs", page.url()).href);
    await page.look("needs");
    await page.goto(new URL("/groups", page.url()).href);
    await page.getByRole("link", { name: /South West London/ }).first().click();
    await page.look("group");
  });
}

test("everybody of the demonstration can be become with one click", async () => {
  const page = await visitor({ size: DESKTOP });
  await page.goto(new URL("/demonstration/people", page.url()).href);
  await page.look("people");
  await become(page, "Dr Ama Boateng");
  await sees(page, "Dr Ama Boateng");
  await page.look("work");
});

test("the clock moves past the deadline and a submission is refused", async () => {
  const page = await visitor({ size: DESKTOP });
  await become(page, "Zoe Akintola");
  await page.goto(new URL("/work", page.url()).href);
  await page.look("work-company");
  const late = await visitor({ size: DESKTOP });
  await late.goto(new URL("/demonstration/clock", late.url()).href);
  await late.look("clock");
  for (let n = 0; n < 4; n++) await press(late, "1 week forward");
  await sees(late, "The clock has moved.");
  await late.goto(new URL("/calls", late.url()).href);
  await become(page, "Zoe Akintola");
  await page.goto(new URL("/work", page.url()).href);
  await late.goto(new URL("/search?q=kidney", late.url()).href);
  await late.getByRole("link", { name: /kidney testing/ }).first().click();
  await sees(late, "Closed");
});
