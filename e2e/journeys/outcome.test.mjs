// A project is completed by its group, its outcome report is written, and a party publishes it for everybody to read.
import { after, before, test } from "node:test";
import { become, browser, demonstration, refused } from "../harness.mjs";
import { decides, meets, opensMeeting } from "../meetings.mjs";
import { WAYS, choose, fill, goTo, here, sees, tick, visitor } from "../visitor.mjs";

let server, from, report;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const TITLE = "Partners for an in-reach heart-failure service";
const PRESENT = ["Dr Helena Marsh", "Tunde Bakare", "Colin Weatherby", "Mary Okafor"];
const WORDS = {
  "What was done": "Two ward pharmacists saw people with heart failure within two days of admission.",
  "What the results mean": "Most people are now seen by a specialist in time.",
  "What patients gained": "They go home with a plan, and fewer come back.",
  "What the NHS gained": "A case for two lasting posts.",
  "What industry gained": "Medicines are used as guidance says.",
  "What was not good, and for whom": "Weekends were not covered.",
  "What it did to health inequalities": "No difference by deprivation was found.",
  "Incidents, changes and concerns (optional)": "None.",
  "Next steps": "The Trust pays for both posts from April.",
  "Limits of the evidence": "One hospital, no comparison group.",
  "Who paid for the project": "The company and the Trust, as the summary says.",
};

// Chooses a thing to do from this person's work, whatever stands behind it.
async function begins(page, person, todo) {
  await become(page, person);
  await choose(page, todo);
}

test("the group agrees in its meeting that the project is completed", async () => {
  const page = await visitor(from, server.address, WAYS["desktop without JavaScript"]);
  await become(page, "Dr Ama Boateng");
  await goTo(page, "Collaborations");
  await choose(page, TITLE);
  await choose(page, "Ask the group to complete it");
  await page.look("completion-asking");
  await choose(page, "Continue");
  await choose(page, "Ask the group");
  await sees(page, "The group will decide on it at a meeting.");
  await meets(page, { secretary: "Priya Nair", present: PRESENT, thing: TITLE });
  await opensMeeting(page, "Dr Helena Marsh", /South West London/);
  await decides(page, "Delivered as agreed; four of five targets met.");
});

test("the evaluator writes the report, and hears what is missing before it is complete", async () => {
  const page = await visitor(from, server.address);
  await begins(page, "Dr Yusuf Demir", "Write the outcome report");
  report = here(page);
  await choose(page, "Complete the report");
  refused(page, 422);
  await sees(page, "What was done: say something before you complete the report");
  await page.look("outcome-incomplete");
  await choose(page, /^Go back to OC-/);
  await choose(page, "Write the report");
  await fill(page, WORDS);
  for (const nth of [0, 1]) await page.getByLabel("Final answer", { exact: true }).nth(nth).fill("Settled in September, for good.");
  await tick(page, "The NHS funds the service itself");
  await fill(page, { "Role and organisation": "Outcome evaluator, the Trust", "Who pays them": "The Trust" });
  await page.look("outcome-writing");
  await choose(page, "Save");
  await sees(page, TITLE);
  await page.look("outcome-written");
});

test("a party publishes it, and everybody reads what was achieved", async () => {
  const page = await visitor(from, server.address, WAYS.phone);
  await become(page, "Dr Yusuf Demir");
  await page.goto(report);
  await choose(page, "Complete the report");
  await tick(page, "The report is complete and true to the best of our knowledge");
  await choose(page, "Continue");
  await page.look("outcome-check");
  await choose(page, "Complete the report");
  await page.look("outcome-complete");
  await become(page, "Professor Judith Crane");
  await page.goto(report);
  await choose(page, /^Publish/);
  await tick(page, "Here: my organisation stands behind this report", "My organisation publishes this outcome");
  await page.look("outcome-publishing");
  await choose(page, "Continue");
  await choose(page, "Publish");
  const anybody = await visitor(from, server.address, WAYS.phone);
  await anybody.goto(report);
  await sees(anybody, WORDS["What was done"]);
  await anybody.look("outcome-public");
});
