// A company answers the open call, and the deadline passes for another.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, browser, demonstration, refused } from "../harness.mjs";
import { WAYS, choose, fill, goTo, here, saved, sees, tick, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const CALL = "Partners to raise kidney testing in people with diabetes";
const FIRMS = { desktop: ["Tom Verrall", "Calderwell"], "phone without JavaScript": ["Simon Attwood", "Hartwell"] };

async function begins(page, person) {
  await become(page, person);
  await page.look("work-company");
  await goTo(page, "Calls");
  await choose(page, CALL);
  await page.look("call-company");
  await choose(page, "Start your response");
  await choose(page, "Start");
  await sees(page, "NOT SUBMITTED");
  await page.look("response-draft");
}

// Types one answer. With scripts it is saved while typing: the page is loaded again and the words are still there.
async function types(page, words) {
  const first = page.getByRole("textbox").first();
  await first.fill(words);
  if (!page.scripted) return;
  await saved(page);
  await page.reload();
  assert.equal(await first.inputValue(), words);
}

for (const [way, [person, firm]] of Object.entries(FIRMS)) {
  test(`a partnership manager answers the open call on a ${way}`, async () => {
    const page = await visitor(from, server.address, WAYS[way]);
    await begins(page, person);
    await choose(page, "Write the answers");
    await types(page, `${firm} reaches people through pharmacies, with a card in six languages.`);
    const answers = await page.getByRole("textbox").all();
    for (const answer of answers.slice(1)) await answer.fill("Each step is named, with who does it and by when.");
    await page.look("response-answers");
    await choose(page, "Save");
    await choose(page, "Check and submit");
    await sees(page, `${firm} reaches people`);
    await page.look("response-check");
    await tick(page, "I may submit this for my organisation");
    await choose(page, "Submit");
    await sees(page, "Your receipt is below");
    await page.look("receipt");
    await choose(page, "Check a receipt");
    await sees(page, "This receipt is genuine");
    await page.look("receipt-checked");
  });
}

test("whoever has submitted finds the response again, on the call and under my work", async () => {
  const page = await visitor(from, server.address);
  await become(page, "Nadia Petrova");
  await choose(page, "Your organisation's responses");
  await page.look("responses");
  await choose(page, CALL);
  await sees(page, "Submitted");
  const response = here(page);
  await page.look("response-submitted");
  await goTo(page, "Calls");
  await choose(page, CALL);
  await choose(page, /^Your organisation's response/);
  assert.equal(here(page), response);
});

test("two people of a company write the same answer: both texts are shown, and what is chosen stays", async () => {
  const [one, two] = [await visitor(from, server.address), await visitor(from, server.address, WAYS["phone without JavaScript"])];
  for (const page of [one, two]) {
    await become(page, "Claire Bidwell");
    await choose(page, "Finish and submit your response: it is NOT SUBMITTED");
    await choose(page, "Write the answers");
  }
  const [reach, steps, stays] = (await two.getByRole("textbox").all());
  await reach.fill("Through the mosque and the market.");
  await stays.fill("The readers stay with the pharmacies.");
  await one.getByRole("textbox").first().fill("Through community pharmacies.");
  await saved(one);
  await choose(two, "Save");
  refused(two, 409);
  await two.getByRole("heading", { level: 1, name: "Choose what to keep" }).waitFor();
  await sees(two, "Through community pharmacies.");
  await sees(two, "Through the mosque and the market.");
  await two.look("merge");
  await two.getByLabel("Saved now").first().check();
  await choose(two, "Save what I have chosen");
  await choose(two, "Write the answers");
  assert.equal(await reach.inputValue(), "Through community pharmacies.");
  assert.match(await steps.inputValue(), /^The pharmacist reads the strip/);
  assert.equal(await stays.inputValue(), "The readers stay with the pharmacies.");
});

test("after the deadline a submission is refused with the times, and nothing typed is lost", async () => {
  const [page, operator] = [await visitor(from, server.address, WAYS["phone without JavaScript"]), await visitor(from, server.address)];
  await become(page, "Zoe Akintola");
  await choose(page, "Finish and submit your response: it is NOT SUBMITTED");
  await choose(page, "Write the answers");
  for (const answer of await page.getByRole("textbox").all()) await answer.fill("A message, tested with 40 people in Mitcham.");
  await choose(page, "Save");
  await choose(page, "Check and submit");
  await page.look("check-before-deadline");
  const writing = await typesOn(page);
  await becomesLate(operator);
  await tick(page, "I may submit this for my organisation");
  await choose(page, "Submit");
  refused(page, 422);
  await sees(page, "The deadline was 4 December 2026, 12:00:00 GMT. It is 4 December 2026");
  await page.look("late");
  await goTo(page, "My work");
  await choose(page, "Your organisation's responses");
  await choose(page, CALL);
  await sees(page, "The deadline has passed and this was not submitted.");
  await page.look("response-late");
  await choose(writing, "Save");
  refused(writing, 422);
  assert.equal(await writing.getByRole("textbox").first().inputValue(), "And in Tamil, with a film.");
});

// The same person goes on typing in a second window.
async function typesOn(page) {
  const writing = await visitor(from, server.address, WAYS["desktop without JavaScript"]);
  await become(writing, "Zoe Akintola");
  await writing.goto(page.url().replace("/submission", "/answers"));
  await writing.getByRole("textbox").first().fill("And in Tamil, with a film.");
  return writing;
}

// The operator moves the clock to the next thing that falls due: the call closes.
async function becomesLate(operator) {
  await become(operator, "Ruth Adeyemi");
  await operator.goto(new URL("/demonstration/clock", operator.url()).href);
  await sees(operator, /Next: the call .* closes/);
  await operator.look("clock");
  await choose(operator, "Move to that moment");
  await sees(operator, "The clock has moved.");
  await choose(operator, "Go to my work");
  await operator.look("work-operator");
}
