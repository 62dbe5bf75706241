// People of a panel judge: they declare, score with reasons, lock, and see nobody else's scores before that.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, browser, demonstration } from "../harness.mjs";
import { WAYS, choose, fill, goTo, saved, sees, tick, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const CRITERIA = ["Children seen in time (50%)", "Families (30%)", "Value (20%)"];
const RIVALS_REASON = /The appointment is booked before the child leaves/;

// Declares no interest in the next respondent that waits, and gives the respondent's name.
async function declares(page) {
  await goTo(page, "My work");
  await choose(page, "Declare your interests in a respondent");
  await page.look("declaration");
  await tick(page, "None");
  await choose(page, "Declare");
  await sees(page, "Read the response and score it.");
  await page.look("assessment-clear");
  return page.getByRole("heading", { level: 1 }).textContent();
}

async function scores(page) {
  await choose(page, "Score");
  for (const criterion of CRITERIA) {
    const group = page.getByRole("group", { name: criterion });
    await group.getByLabel("3", { exact: false }).first().check();
    await group.getByLabel("Reasons").fill(`${criterion}: convincing, with small gaps.`);
  }
  if (page.scripted) await saved(page);
  await page.look("scores");
  await choose(page, "Save");
}

for (const way of ["desktop", "phone"]) {
  test(`an assessor declares, scores with reasons and locks, on a ${way}`, async () => {
    const page = await visitor(from, server.address, WAYS[way]);
    await become(page, "Patricia Nwosu");
    await page.look("work-assessor");
    const respondent = (await declares(page)).trim();
    await choose(page, "Read the response");
    await sees(page, respondent);
    await page.look("response-opened");
    await page.goBack();
    await scores(page);
    await sees(page, "Children seen in time");
    await page.look("assessment-scored");
    await choose(page, "Panel");
    await seesOnlyCounts(page);
    await page.getByRole("row", { name: respondent }).getByRole("link", { name: respondent }).click();
    await choose(page, "Lock your scores");
    await page.look("lock");
    await tick(page, "These are my scores and reasons");
    await choose(page, "Lock for good");
    await sees(page, "Locked");
    await page.look("assessment-locked");
    assert.equal(await page.getByRole("button", { name: "Score" }).count(), 0);
  });
}

async function seesOnlyCounts(page) {
  await sees(page, "Only counts are shown until every score is locked.");
  assert.doesNotMatch(await page.getByRole("main").textContent(), RIVALS_REASON);
  await page.look("panel");
}

test("an assessor finds the panel from the page of the call, and says yes to another", async () => {
  const page = await visitor(from, server.address, WAYS["phone without JavaScript"]);
  await become(page, "Emma Thackray");
  await goTo(page, "Calls");
  await choose(page, "Closed");
  await choose(page, "Partners for reviews of children within two days of an asthma attack");
  await choose(page, "Panel, scores and ranking");
  await seesOnlyCounts(page);
  await become(page, "Patricia Nwosu");
  await choose(page, "Say whether you will sit on the panel");
  await choose(page, "Say yes");
  await page.look("panel-answer");
  await choose(page, "Say yes");
  await sees(page, "Said yes");
});
