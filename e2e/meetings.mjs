// A group meets, in the fewest steps: the agenda is chosen, everybody present has no interest, the chair decides.
import { become } from "./harness.mjs";
import { choose, fill, goTo, sees } from "./visitor.mjs";

// The secretary makes a thing the only one on the agenda, begins the meeting with who is there, and notes that they have no interest.
export async function meets(page, { secretary, present, thing }) {
  await become(page, secretary);
  await choose(page, "Hold the meeting");
  await choose(page, "Choose the agenda");
  for (const other of await page.locator("main input[type=checkbox]:checked").all()) await other.uncheck();
  await page.getByRole("checkbox", { name: thing }).check();
  await choose(page, "Save");
  await choose(page, "Begin the meeting");
  const room = page.getByRole("group", { name: "In the room (optional)" });
  for (const person of present) await room.getByLabel(person).check();
  await choose(page, "Begin");
  await choose(page, "Declare on the items");
  for (const person of present) await page.getByRole("group", { name: "For whom (optional)" }).getByLabel(person).check();
  await choose(page, "Declare");
}

// Somebody of the group finds its next meeting from the header.
export async function opensMeeting(page, person, group) {
  await become(page, person);
  await goTo(page, "Groups");
  await choose(page, group);
  await choose(page, "The group's board");
  await page.locator("main a[href^='/meetings/']").first().click();
}

// The chair records what was decided on the item that is open.
export async function decides(page, reasons) {
  await choose(page, "Decide");
  await fill(page, { Reasons: reasons });
  await choose(page, "Continue");
  await choose(page, "Record the decision");
  await sees(page, "The decision is recorded.");
}
