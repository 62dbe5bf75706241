// The start page: what somebody sees who comes for the first time.
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, axe, browser, demonstration, fits, open, quiet, screenshot } from "../harness.mjs";

let server, from;
before(async () => { server = await demonstration(); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

for (const [device, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test(`the start page on a ${device}`, async () => {
    const page = await open(from, { size });
    await page.goto(server.address);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await axe(page);
    await fits(page);
    quiet(page);
    await screenshot(page, `start-${device}`);
  });
}

test("the start page without JavaScript", async () => {
  const page = await open(from, { javaScriptEnabled: false });
  await page.goto(server.address);
  await page.getByRole("link", { name: "Calls", exact: true }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
});
