// A network's officers make a call from an approved need: one writes it, the group approves it, the other publishes it.
import { after, before, test } from "node:test";
import { become, browser, demonstration } from "../harness.mjs";
import { decides, meets, opensMeeting } from "../meetings.mjs";
import { WAYS, choose, fill, sees, tick, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const CALL = "Advice within a week for people with severe psoriasis";
const PRESENT = ["Dr Farida Haq", "Neil Ormerod", "Dr Wen Li", "Stuart Pilling", "Doreen Battersby"];

// The parts of a call as an officer fills them in, by the name of the part.
const PARTS = {
  Text: {
    "What the NHS brings": "Two skin clinics bring consultants' time and the referral data.",
    "Who may answer": "Any organisation established in the United Kingdom.",
    "Why one stage is enough": "The questions are few.",
    "What will be published": "Names of all who answered, the decision with reasons, the summary.",
    "How conflicts of interest are handled": "Everybody who writes, judges or decides declares.",
  },
  Questions: { Question: "How do practices get advice within five working days?", "Most words of an answer": "400" },
  "Criteria and scale": {
    Name: "Speed", "What is judged": "How surely advice comes in five working days.", "Weight out of 100": "100",
    Points: "0", "What they mean": "Not answered",
  },
};

test("an officer writes a call from an approved need and puts it before the group", async () => {
  const page = await visitor(from, server.address);
  await become(page, "Hannah Whitworth");
  await page.look("work-officer");
  await choose(page, "Write a call from this need");
  await page.look("need");
  await choose(page, "Write a call");
  await tick(page, "No interest");
  await page.look("call-begun");
  await choose(page, "Save and continue");
  await sees(page, "Still in the way of publishing");
  await page.look("call-draft");
  for (const [part, answers] of Object.entries(PARTS)) await writes(page, part, answers);
  await choose(page, "Procurement screening");
  await tick(page, "Not procurement: nothing is bought", "Collaborative working");
  await fill(page, { "Your reasons": "Partners contribute to a service that clinics run; nothing is bought." });
  await page.look("call-screening");
  await choose(page, "Save");
  await choose(page, "Put it before the group");
  await choose(page, "Put it before the group");
  await sees(page, "Waiting for approval");
  await page.look("call-in-approval");
});

// Fills in one part of a call. A scale has two points at least, so a second row is asked for.
async function writes(page, part, answers) {
  await choose(page, part);
  await fill(page, answers);
  if (answers.Points) {
    await page.getByRole("group", { name: "Scale", exact: true }).getByRole("button", { name: "Add another" }).click();
    const second = page.getByRole("group", { name: "Scale, 2", exact: true });
    await second.getByLabel("Points").fill("4");
    await second.getByLabel("What they mean").fill("Excellent, with evidence");
  }
  await page.look(`call-${part.split(" ")[0].toLowerCase()}`);
  await choose(page, "Save");
  await page.getByRole("heading", { level: 1, name: CALL }).waitFor();
}

test("the group approves it in its meeting, and the other officer publishes it", async () => {
  const page = await visitor(from, server.address, WAYS["phone without JavaScript"]);
  await meets(page, { secretary: "Joanna Kay", present: PRESENT, thing: CALL });
  await opensMeeting(page, "Dr Farida Haq", /Greater Manchester/);
  await decides(page, "Advice within a week is a modest aim with a large effect.");
  await publishes(page, "Imran Sadiq");
});

async function publishes(page, person) {
  await become(page, person);
  await page.look("work-publisher");
  await page.getByRole("main").getByRole("link", { name: /[Pp]ublish/ }).first().click();
  await choose(page, /^Publish/);
  await page.look("call-publication");
  await choose(page, /^Publish/);
  await sees(page, "7 December 2026");
  await page.look("call-published");
}
