// A collaboration in the middle of its delivery: readings, milestones, and what the public sees of them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, browser, demonstration, refused } from "../harness.mjs";
import { WAYS, choose, fill, goTo, sees, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const PROJECT = "Partners for an in-reach heart-failure service";
const MEASURE = "Seen by a specialist";

async function opens(page) {
  await goTo(page, "Collaborations");
  await choose(page, PROJECT);
  return page.getByRole("figure", { name: MEASURE });
}

for (const way of ["desktop", "phone without JavaScript"]) {
  test(`whoever evaluates enters a reading and the chart changes, on a ${way}`, async () => {
    const page = await visitor(from, server.address, WAYS[way]);
    await become(page, "Dr Yusuf Demir");
    const chart = await opens(page);
    const [drawn, figures] = [await chart.getByRole("img").innerHTML(), await chart.locator("tbody tr").count()];
    await page.look("delivery");
    await choose(page, "Enter a reading");
    await page.getByLabel("Measure", { exact: true }).selectOption(MEASURE);
    const day = way === "desktop" ? "20" : "22";
    await fill(page, { Day: day, Month: "11", Year: "2026", "How many (optional)": "166", "Out of how many (optional)": "200" });
    await page.look("reading");
    await choose(page, "Save the reading");
    await sees(page, "The reading is saved.");
    await sees(page, `to 83% on ${day} November 2026`);
    await page.look("delivery-after");
    assert.notEqual(await chart.getByRole("img").innerHTML(), drawn);
    assert.equal(await chart.locator("tbody tr").count(), figures + 1);
  });
}

test("a reading that cannot be is refused at its field, and what was typed stays", async () => {
  const page = await visitor(from, server.address, WAYS.phone);
  await become(page, "Dr Ama Boateng");
  await opens(page);
  await choose(page, "Enter a reading");
  await page.getByLabel("Measure", { exact: true }).selectOption(MEASURE);
  await fill(page, { Day: "31", Month: "11", Year: "2026", "How many (optional)": "41" });
  await choose(page, "Save the reading");
  refused(page, 422);
  await page.getByRole("alert").waitFor();
  await page.look("reading-refused");
  assert.equal(await page.getByLabel("How many (optional)", { exact: true }).inputValue(), "41");
});

test("the public sees the chart with its figures as a table", async () => {
  const page = await visitor(from, server.address, WAYS.phone);
  const chart = await opens(page);
  await chart.getByText("Show the figures of this chart").click();
  await chart.getByRole("table").waitFor();
  await page.look("delivery-public");
});
