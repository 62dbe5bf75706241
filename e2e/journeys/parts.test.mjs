// Every part of every page, with sample data: accessible, quiet, and no wider than a phone.
import { after, before, test } from "node:test";
import { join } from "node:path";
import { DESKTOP, PHONE, axe, browser, fits, open, quiet, screenshot, started } from "../harness.mjs";

const GALLERY = process.env.GALLERY ?? join(import.meta.dirname, "../../target/debug/examples/gallery");
let server, from;
before(async () => { server = await started(GALLERY, []); from = await browser(); });
after(async () => { await from?.close(); await server?.stop(); });

for (const name of ["gallery", "act", "check", "merge", "error"]) {
  for (const [device, size] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    test(`${name} on a ${device}`, async () => {
      const page = await open(from, { size });
      await page.goto(new URL(`/${name}`, server.address).href);
      await axe(page);
      await fits(page);
      quiet(page);
      await screenshot(page, `part-${name}-${device}`);
    });
  }
  test(`${name} without JavaScript`, async () => {
    const page = await open(from, { javaScriptEnabled: false });
    await page.goto(new URL(`/${name}`, server.address).href);
    quiet(page);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
  });
}
