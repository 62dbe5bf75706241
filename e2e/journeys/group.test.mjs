// A group meets: declarations, attendance, quorum, a decision with reasons, minutes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, browser, demonstration } from "../harness.mjs";
import { WAYS, choose, fill, goTo, sees, tick, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const ITEM = "1. Approve the need: Reviews on time for people with Parkinson's disease";
const VOTERS = ["Dr Helena Marsh", "Tunde Bakare", "Colin Weatherby", "Mary Okafor"];

// Somebody declares on the items of the next meeting, as they find it in their work.
async function declares(page, person) {
  await become(page, person);
  await choose(page, "Declare your interests in the items");
  await choose(page, "I have no interest in any item");
  await sees(page, person);
}

test("members declare, one of them an interest that the chair rules on", async () => {
  const page = await visitor(from, server.address, WAYS["phone without JavaScript"]);
  for (const person of VOTERS) await declares(page, person);
  await page.look("meeting-declared");
  await become(page, "Dr Siobhan Keane");
  await choose(page, "Declare your interests in the items");
  await choose(page, "Declare on the items");
  await page.getByRole("checkbox").first().check();
  await page.getByRole("textbox").first().fill("I wrote this need.");
  await page.look("meeting-interest");
  await choose(page, "Declare");
  await sees(page, "I wrote this need.");
  await become(page, "Dr Helena Marsh");
  await choose(page, "Hold the meeting");
  await choose(page, "Rule on an interest");
  await page.look("meeting-ruling");
  await tick(page, /Take part|note/i);
  await page.getByRole("main").locator("form.app-form button.nhsuk-button").last().click();
  await sees(page, "Dr Siobhan Keane");
});

test("the secretary begins the meeting, the chair decides with reasons, the minutes say it", async () => {
  const page = await visitor(from, server.address);
  await become(page, "Priya Nair");
  await choose(page, "Hold the meeting");
  await choose(page, "Send the papers");
  await choose(page, "Send the letters");
  await page.look("meeting-papers");
  await choose(page, "Begin the meeting");
  const room = page.getByRole("group", { name: "In the room (optional)" });
  for (const person of [...VOTERS, "Priya Nair", "Dr Siobhan Keane"]) await room.getByLabel(person).check();
  await page.getByRole("group", { name: "Apologies (optional)" }).getByLabel("Ben Falconer").check();
  await page.look("meeting-attendance");
  await choose(page, "Begin");
  await sees(page, "In session");
  await page.look("meeting-session");
  await become(page, "Dr Helena Marsh");
  await choose(page, "Hold the meeting");
  await choose(page, "Decide");
  await fill(page, { Reasons: "The wait is measured, and falls follow from it." });
  await page.look("meeting-decision");
  await page.getByRole("main").locator("form.app-form button.nhsuk-button").last().click();
  await sees(page, "The wait is measured");
  await page.look("meeting-decision-check");
  await page.getByRole("main").locator("form.app-form button.nhsuk-button").last().click();
  await sees(page, "The wait is measured");
  await page.look("meeting-decided");
  await become(page, "Priya Nair");
  await choose(page, "Hold the meeting");
  await choose(page, "Write the minutes");
  await page.look("minutes-writing");
  await page.getByRole("main").locator("form.app-form button.nhsuk-button").last().click();
  await sees(page, "Minutes drafted");
  await become(page, "Dr Helena Marsh");
  await page.look("work-minutes");
});
