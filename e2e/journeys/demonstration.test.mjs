// The demonstration as the public goes through it, by the links that the pages have.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, browser, demonstration } from "../harness.mjs";
import { WAYS, choose, goTo, sees, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

for (const [way, options] of Object.entries(WAYS)) {
  test(`the public reads from home to a call, a collaboration, an outcome and a group, on a ${way}`, async () => {
    const page = await visitor(from, server.address, options);
    await page.look("home");
    await goTo(page, "Calls");
    await page.look("calls");
    await choose(page, "Partners to raise kidney testing in people with diabetes");
    await sees(page, "Friday 4 December 2026 at 12:00 noon");
    await page.look("call");
    await goTo(page, "Collaborations");
    await choose(page, /in-reach heart-failure/);
    assert.equal(await page.locator("svg[role=img]").count(), 5);
    await page.look("collaboration");
    await goTo(page, "Outcomes");
    await choose(page, /breathlessness/);
    await sees(page, "2,870 people");
    await page.look("outcome");
    await goTo(page, "Needs");
    await page.look("needs");
    await goTo(page, "Groups");
    await choose(page, /South West London/);
    await page.look("group");
    await goTo(page, "Search");
    await page.getByRole("main").getByRole("searchbox").fill("breathless");
    await page.getByRole("main").getByRole("searchbox").press("Enter");
    await sees(page, /breathlessness/);
    await page.look("search");
  });
}

test("everybody of the demonstration can be become with one click, and begins where they have something to do", async () => {
  const page = await visitor(from, server.address);
  await choose(page, "Become somebody");
  await sees(page, "Enter a reading of the heart-failure project");
  await page.look("people");
  await choose(page, "Become Dr Ama Boateng");
  await page.getByRole("heading", { level: 1, name: "Partners for an in-reach heart-failure service" }).waitFor();
  await become(page, "Dr Ama Boateng");
  await page.look("work");
});

test("the clock moves past a deadline and the call is closed", async () => {
  const page = await visitor(from, server.address);
  await choose(page, "Move the clock");
  await page.look("clock");
  for (let n = 0; n < 2; n++) await choose(page, "1 week forward");
  await sees(page, "Monday 7 December 2026");
  await goTo(page, "Calls");
  await choose(page, "Closed");
  await choose(page, "Partners to raise kidney testing in people with diabetes");
  await sees(page, "Closed for answers");
  await page.look("call-closed");
});
