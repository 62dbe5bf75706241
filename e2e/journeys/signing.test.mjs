// An agreement is approved and signed by every party, its summary is published, and the project starts.
import { after, before, test } from "node:test";
import { become, browser, demonstration } from "../harness.mjs";
import { WAYS, choose, fill, sees, tick, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const TITLE = "Partners for fracture liaison at two hospitals";
const LACKING = {
  Exit: {
    Trigger: "A breach of the code by either party", "Continuity of care": "The clinic goes on under the Trust's own nurses.",
    "Notice": "Three months in writing", "Handover": "Recall lists and letters go to the Trust's fracture nurse.",
  },
  Sustainability: { "Sustainability plan": "The Trust decides in month ten on a lasting post, from the measures." },
  Amendment: { "Amendment procedure": "In writing, approved by both parties' leads, told to the group." },
};

async function opens(page, person) {
  await become(page, person);
  await choose(page, "Agreements");
  await choose(page, TITLE);
}

// Opens what awaits this person under my work.
async function opensWork(page, person, todo) {
  await become(page, person);
  await choose(page, todo);
  await choose(page, todo);
}

async function approves(page, person) {
  await opens(page, person);
  await choose(page, "Approve the text");
  await page.getByRole("radio", { name: /The text as agreed on/ }).check();
  await choose(page, "Approve");
  await sees(page, "Your approval is recorded.");
}

async function signs(page, person) {
  await opens(page, person);
  await choose(page, "Sign");
  await page.getByRole("radio", { name: /The text as agreed on/ }).check();
  await fill(page, { "Your full name": person });
  await tick(page, "I am authorised to sign this agreement for my organisation, and I sign it");
  await page.look("signing");
  await choose(page, "Continue");
  await sees(page, "A signature cannot be taken back.");
  await page.look("signing-check");
  await choose(page, "Sign");
  await sees(page, "Your signature is recorded.");
}

async function attests(page, person) {
  await opensWork(page, person, "Attest your organisation's policies");
  await tick(page, "The project meets my organisation's local policies");
  await page.look("attesting");
  await choose(page, "Attest");
  await sees(page, "Attested.");
}

test("parties approve and sign one text, and the agreement is in force", async () => {
  const page = await visitor(from, server.address);
  await opens(page, "Dr Peter Hallam");
  for (const [head, answers] of Object.entries(LACKING)) {
    await choose(page, `Change ${head}`);
    await fill(page, answers);
    await choose(page, "Save");
  }
  await choose(page, "Agree the text");
  await tick(page, "The parties agree this text");
  await choose(page, "Agree the text");
  for (const person of ["Dr Peter Hallam", "Sandra Boyle", "Tom Verrall", "Anjali Shah"]) await approves(page, person);
  await signs(page, "Sandra Boyle");
  await signs(page, "Marcus Thiel");
  await sees(page, "In force");
  await page.look("agreement-in-force");
});

test("the summary is published as the public will read it", async () => {
  const page = await visitor(from, server.address);
  await opensWork(page, "Imran Sadiq", "Publish the summary");
  await page.getByRole("textbox", { name: "Why" }).filter({ hasText: "fragility fracture" }).waitFor();
  await fill(page, {
    "Financial arrangements in words": "The company pays £77,500 towards two posts, valued at cost.",
    "Whom to ask": "Fracture liaison team, fracture.liaison@irwell.example",
  });
  await page.look("summary-writing");
  await choose(page, "Continue");
  await sees(page, "A published summary never changes.");
  await page.look("summary-check");
  await choose(page, "Publish");
  await sees(page, "It cannot start yet");
  await page.look("collaboration-before-start");
});

test("what A8 asks for is done by each in turn, on a phone without JavaScript, and the project starts", async () => {
  const page = await visitor(from, server.address, WAYS["phone without JavaScript"]);
  await attests(page, "Dr Peter Hallam");
  await attests(page, "Tom Verrall");
  await opensWork(page, "Dr Robert Innes", "Certify the summary");
  await tick(page, "I have examined the final summary and it meets the company's code of practice");
  await page.look("certifying");
  await choose(page, "Certify");
  await sees(page, "The data protection impact assessment is not approved");
  await opensWork(page, "Dr Peter Hallam", "Record the approved impact assessment");
  await page.getByLabel("Day").fill("20");
  await page.getByLabel("Month").fill("11");
  await page.getByLabel("Year").fill("2026");
  await fill(page, { "Where it is kept": "The Trust's register of impact assessments, number 2026-031" });
  await page.look("assessment-approval");
  await choose(page, "Record");
  await sees(page, "The approval is recorded.");
  await choose(page, "Start the project");
  await page.look("starting");
  await choose(page, "Continue");
  await choose(page, "Start");
  await sees(page, "The project has started.");
  await page.look("collaboration-started");
});
