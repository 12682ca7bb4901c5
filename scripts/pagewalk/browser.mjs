// A browser that keeps account of what goes wrong on its pages.
import { chromium } from 'playwright-core';

export const problems = [];

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const launch = (executablePath) => chromium.launch({ executablePath, args: flags });

// visitor opens a browser of somebody's own. A step says which answers with an error it
// expects by page.expected; every other is a problem.
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.expected = [];
  page.on('pageerror', (e) => problems.push(`${page.url()}: a script failed: ${e.message}`));
  page.on('response', (r) => {
    const path = new URL(r.url()).pathname;
    if (r.status() < 400 || path === '/favicon.ico') return;
    const at = page.expected.indexOf(r.status());
    if (at < 0) problems.push(`${r.request().method()} ${path}: ${r.status()}`);
    else page.expected.splice(at, 1);
  });
  return page;
}

// authenticator gives a page a passkey device of its own.
export async function authenticator(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return { verifies: (isUserVerified) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }) };
}

// must notes a problem where something does not hold.
export function must(holds, what) {
  if (!holds) problems.push(what);
}
