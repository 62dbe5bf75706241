// Whoever runs the service: mails, jobs, people, organisations; and the auditor, who reads the same.
import { after, before, test } from "node:test";
import { become, browser, demonstration } from "../harness.mjs";
import { WAYS, choose, sees, visitor } from "../visitor.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

const PARTS = { Outbox: "outbox", Jobs: "jobs", People: "people-list", Organisations: "organisations" };

for (const way of ["desktop", "phone"]) {
  test(`an operator looks after mails, jobs, people and organisations on a ${way}`, async () => {
    const page = await visitor(from, server.address, WAYS[way]);
    await become(page, "Ruth Adeyemi");
    await choose(page, "Running the service");
    await page.look("admin");
    const admin = page.url();
    for (const [part, name] of Object.entries(PARTS)) {
      await choose(page, part);
      await page.getByRole("heading", { level: 1, name: part }).waitFor();
      await page.look(name);
      await page.goto(admin);
    }
  });
}

test("an operator reads a mail as it was written, with the link that its reader follows", async () => {
  const page = await visitor(from, server.address);
  await become(page, "Ruth Adeyemi");
  await choose(page, "Running the service");
  await choose(page, "Outbox");
  await choose(page, /^MT-.*a meeting of Greater Manchester/);
  await sees(page, /\/meetings\/MT-/);
  await page.look("mail");
});

test("an operator invites somebody, and the invitation stands in the outbox", async () => {
  const page = await visitor(from, server.address);
  await become(page, "Ruth Adeyemi");
  await choose(page, "People");
  await choose(page, "Invite somebody");
  await page.look("invitation");
});
