// Two parties finish an agreement, approve it, change it, and approve it again.
import { after, before, test } from "node:test";
import { become, browser, demonstration } from "../harness.mjs";
import { WAYS, choose, fill, sees, tick, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const TITLE = "Partners for fracture liaison at two hospitals";

async function opens(page, person) {
  await become(page, person);
  await choose(page, "Agreements");
  await choose(page, TITLE);
}

// Writes one head of the agreement.
async function writes(page, head, answers) {
  await choose(page, `Change ${head}`);
  await fill(page, answers);
  await page.look(`agreement-${head.toLowerCase()}`);
  await choose(page, "Save");
  await page.getByRole("heading", { level: 1, name: TITLE }).waitFor();
}

async function approves(page, person) {
  await opens(page, person);
  await choose(page, "Approve the text");
  await page.getByRole("radio", { name: /The text as agreed on/ }).check();
  await page.look("agreement-approval");
  await choose(page, "Approve");
  await sees(page, "Your approval is recorded.");
}

test("parties finish the text, agree it, and one of them approves exactly this text", async () => {
  const page = await visitor(from, server.address);
  await opens(page, "Dr Peter Hallam");
  await sees(page, "3 of 19 heads still lack something");
  await page.look("agreement-drafting");
  await writes(page, "Exit", {
    Trigger: "A breach of the code by either party", "Continuity of care": "The clinic goes on under the Trust's own nurses.",
    "Notice": "Three months in writing", "Handover": "Recall lists and letters go to the Trust's fracture nurse.",
  });
  await writes(page, "Sustainability", { "Sustainability plan": "The Trust decides in month ten on a lasting post, from the measures." });
  await writes(page, "Amendment", { "Amendment procedure": "In writing, approved by both parties' leads, told to the group." });
  await choose(page, "Agree the text");
  await tick(page, "The parties agree this text");
  await page.look("agreement-freeze");
  await choose(page, "Agree the text");
  await approves(page, "Dr Peter Hallam");
  await sees(page, /^Clinical lead: approved by Dr Peter Hallam/);
  await page.look("agreement-approved");
});

test("a change to the text voids the approval, and the page says whose", async () => {
  const page = await visitor(from, server.address, WAYS["phone without JavaScript"]);
  await opens(page, "Tom Verrall");
  await choose(page, "Open the text again");
  await fill(page, { Reason: "Our legal team asks for a longer notice." });
  await page.look("agreement-reopen");
  await choose(page, "Open the text again");
  await sees(page, "The text is a draft again.");
  await writes(page, "Exit", { "Notice": "Six months in writing" });
  await sees(page, "These approvals no longer hold");
  await sees(page, /Dr Peter Hallam/);
  await page.look("agreement-void");
  await choose(page, "Compare versions");
  await sees(page, "Six months in writing");
  await page.look("agreement-versions");
});
