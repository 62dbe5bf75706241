// Passkeys with a browser's own authenticator: added, used to sign in and to prove who somebody is, removed.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { become, browser, demonstration, refused } from "../harness.mjs";
import { WAYS, choose, fill, sees, send, visitor } from "../visitor.mjs";

let server, from, address;
before(async () => {
  server = await demonstration();
  address = server.address.replace("127.0.0.1", "localhost");
  from = await browser();
});
after(async () => { await from?.close(); await server?.stop(); });

// A device beside the page that keeps passkeys, and says at once that it is its owner who asks.
async function device(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const options = { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    keys: async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    forget: () => session.send("WebAuthn.clearCredentials", { authenticatorId }),
    refuse: (refuses) => session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: !refuses }),
  };
}

const open = (page, path) => page.goto(new URL(path, page.url()).href);

// Comes back as somebody whom the browser does not know.
async function leaves(page) {
  await page.context().clearCookies();
  await open(page, "/sign-in");
}

for (const way of ["desktop", "phone"]) {
  test(`somebody adds a passkey, signs in and confirms with it, and removes it, on a ${way}`, async () => {
    const page = await visitor(from, address, WAYS[way]);
    const theirs = await device(page);
    await become(page, "Ruth Adeyemi");
    await open(page, "/account");
    await choose(page, "Passkeys");
    await page.look(`passkeys-none`);
    await choose(page, "Add a passkey");
    await page.look("passkey-new");
    await fill(page, { Name: `My ${way}` });
    await send(page);
    await sees(page, "The passkey is added.");
    await sees(page, `My ${way}`);
    assert.equal((await theirs.keys()).length, 1);
    await page.look("passkeys");

    await choose(page, "Add a passkey");
    await send(page);
    await sees(page, "This device has a passkey for your account already");
    await page.look("passkey-known");

    await leaves(page);
    await page.look("sign-in");
    await choose(page, "Sign in with a passkey");
    await page.waitForURL(/\/work$/);
    await open(page, "/account/sessions");
    await sees(page, "Passkey");
    await page.look("sessions");

    await open(page, "/demonstration/clock");
    await choose(page, /hour/);
    await open(page, "/account/passkeys");
    await choose(page, "Remove");
    await sees(page, "Confirm that it is you");
    await page.look("proof");
    await choose(page, "Use a passkey");
    await sees(page, "It opens your account no more.");
    await send(page);
    await sees(page, "You have no passkeys.");

    await leaves(page);
    await choose(page, "Sign in with a passkey");
    await sees(page, "This passkey opens no account here");
    refused(page, 422);
    await page.look("passkey-unknown");
    await theirs.forget();
  });
}

test("a device that does not know its owner is no passkey, and the page says so", async () => {
  const page = await visitor(from, address);
  const theirs = await device(page);
  await become(page, "Ruth Adeyemi");
  await open(page, "/account/passkeys/new");
  await theirs.refuse(true);
  await send(page);
  await sees(page, "No passkey was used");
  await page.look("passkey-refused");
  await theirs.refuse(false);
  await page.getByLabel("Name", { exact: true }).press("Enter");
  await sees(page, "The passkey is added.");
});

test("at another address of the service the pages lead to where passkeys work", async () => {
  const page = await visitor(from, server.address);
  await open(page, "/sign-in");
  await sees(page, "Passkeys work at another address of this service.");
  assert.equal(await page.getByRole("button", { name: "Sign in with a passkey" }).count(), 0);
  await page.look("sign-in-elsewhere");
  await choose(page, address);
  await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
});

test("without JavaScript nothing is offered that would not work", async () => {
  const page = await visitor(from, address, WAYS["phone without JavaScript"]);
  await open(page, "/sign-in");
  assert.equal(await page.getByRole("button", { name: "Sign in with a passkey" }).count(), 0);
  await become(page, "Ruth Adeyemi");
  await open(page, "/account/passkeys/new");
  await sees(page, "Passkeys need JavaScript.");
  await fill(page, { Name: "Mine" });
  await send(page);
  await sees(page, "Your browser was not asked for a passkey.");
  assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Mine");
  refused(page, 422);
});
