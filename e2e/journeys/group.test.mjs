// A group meets: declarations, attendance, quorum, a decision with reasons, minutes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, browser, demonstration } from "../harness.mjs";
import { WAYS, choose, fill, goTo, sees, tick, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const REASONS = "The wait is measured, and falls follow from it.";
const VOTERS = ["Dr Helena Marsh", "Tunde Bakare", "Colin Weatherby", "Mary Okafor"];

// Somebody declares on the items of the next meeting, as they find it in their work.
async function declares(page, person) {
  await become(page, person);
  await choose(page, "Declare your interests in the items");
  await choose(page, "I have no interest in any item");
  await sees(page, person);
}

test("members declare before the meeting, one of them an interest", async () => {
  const page = await visitor(from, server.address, WAYS["phone without JavaScript"]);
  for (const person of VOTERS) await declares(page, person);
  await become(page, "Dr Siobhan Keane");
  await choose(page, "Declare your interests in the items");
  await choose(page, "Declare on the items");
  await page.getByRole("checkbox", { name: /Parkinson/ }).check();
  await fill(page, { "What the interest is (optional)": "I wrote this need." });
  await page.look("meeting-interest");
  await choose(page, "Declare");
  await sees(page, /I wrote this need/);
  await page.look("meeting-declared");
});

test("the secretary sends the papers and begins the meeting with who is there", async () => {
  const page = await visitor(from, server.address);
  await become(page, "Priya Nair");
  await choose(page, "Hold the meeting");
  await choose(page, "Send the papers");
  await choose(page, "Send the letters");
  await sees(page, "Papers out");
  await choose(page, "Begin the meeting");
  const room = page.getByRole("group", { name: "In the room (optional)" });
  for (const person of [...VOTERS, "Dr Siobhan Keane"]) await room.getByLabel(person).check();
  await page.getByRole("group", { name: "Apologies (optional)" }).getByLabel("Ben Falconer").check();
  await page.look("meeting-attendance");
  await choose(page, "Begin");
  await sees(page, "5 present who may vote, 3 needed");
  await sees(page, "This cannot be decided yet");
  await page.look("meeting-session");
});

test("the chair rules on the interest and records the decision with its reasons", async () => {
  const page = await visitor(from, server.address, WAYS.phone);
  await become(page, "Dr Helena Marsh");
  await opensMeeting(page);
  await choose(page, "Rule on an interest");
  await tick(page, "Recused");
  await fill(page, { "Note (optional)": "Recused: author of the need" });
  await page.look("meeting-ruling");
  await choose(page, "Rule");
  await sees(page, "4 present who may vote, 3 needed");
  await choose(page, "Decide");
  await fill(page, { Reasons: REASONS });
  await page.look("meeting-decision");
  await choose(page, "Continue");
  await sees(page, REASONS);
  await page.look("meeting-decision-check");
  await choose(page, "Record the decision");
  await sees(page, "The decision is recorded.");
  await page.look("meeting-decided");
});

test("the secretary writes the minutes, the chair approves them, and the public reads the decision", async () => {
  const page = await visitor(from, server.address);
  await become(page, "Priya Nair");
  await choose(page, "Write the minutes");
  await choose(page, "Write the minutes");
  assert.match(await page.getByLabel("Minutes", { exact: true }).inputValue(), /4 present who could vote, quorum 3/);
  await page.look("minutes-writing");
  await choose(page, "Save the minutes");
  await sees(page, "Minutes drafted");
  await become(page, "Dr Helena Marsh");
  await page.look("work-chair");
  await choose(page, "Approve the minutes");
  await choose(page, "Approve the minutes");
  await choose(page, "Approve");
  await sees(page, "Minutes approved");
  await page.look("minutes");
  const anybody = await visitor(from, server.address, WAYS.phone);
  await goTo(anybody, "Groups");
  await choose(anybody, /South West London/);
  await sees(anybody, REASONS);
  await anybody.look("group-decisions");
});

// Finds the group's meeting as anybody of the group does: by the header, the group and its board.
async function opensMeeting(page) {
  await goTo(page, "Groups");
  await choose(page, /South West London/);
  await choose(page, "The group's board");
  await page.look("board");
  await page.locator("main a[href^='/meetings/']").first().click();
}
