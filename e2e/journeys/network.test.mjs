// A network's officers make a call from an approved need: one writes it, the group approves it, the other publishes it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, browser, demonstration } from "../harness.mjs";
import { WAYS, choose, fill, goTo, here, sees, tick, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const NEED = "Advice within a week for people with severe psoriasis";

test("an officer writes a call from an approved need and puts it before the group", async () => {
  const page = await visitor(from, server.address);
  await become(page, "Hannah Whitworth");
  await choose(page, "Write a call from this need");
  await choose(page, "Write a call");
  await tick(page, "No interest");
  await page.look("call-begun");
  await choose(page, "Save and continue");
  await page.look("call-draft");
});
