// An operator comes in with a passkey alone, sees a customer only while the customer
// lets them, and no longer.
import { letterTo } from './enrol.mjs';
import { must } from './browser.mjs';

const byPasskey = (page) => page.getByRole('button', { name: 'Sign in with a passkey' }).click();

async function signOut(page, site) {
  await page.goto(`${site}/account`);
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await page.waitForLoadState();
}

export async function support(page, device, owner, site, tenant, picture) {
  const letter = await letterTo(page, site, 'operator@vahti.example');
  await page.goto(await letter.locator('a[href*="/invitations?token="]').first().getAttribute('href'));
  await page.locator('main form button').first().click();
  await page.locator('input[name=label]').fill('Key of the safe');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'Finish and go on' }).click();
  await page.waitForURL(`${site}/`);

  await signOut(page, site);
  await device.verifies(false); // nobody's finger
  await page.goto(`${site}/signin`);
  await byPasskey(page);
  await page.getByText('The browser gave no passkey.').waitFor();
  await picture('no-passkey');
  await device.verifies(true);
  await byPasskey(page);
  await page.waitForURL(`${site}/`);

  const at = `${site}/tenants/${tenant}`;
  const sees = async (path, status) => {
    if (status >= 400) page.expected.push(status);
    const answer = await page.goto(at + path);
    must(answer.status() === status, `an operator gets ${answer.status()} of ${path || 'the tenant'}, not ${status}`);
  };
  await sees('', 404);
  await owner.goto(`${at}/support`);
  await owner.locator('main form button').first().click(); // approval is asked for
  await page.goto(`${site}/support`);
  await page.locator('input[name=tenant]').fill(tenant);
  await page.locator('select[name=purpose]').selectOption({ label: 'customer support requests' });
  await page.locator('textarea[name=reason]').fill('The customer asked why a finding stays open.');
  await page.locator('textarea[name=goal]').fill('To explain the finding.');
  await page.locator('input[value=findings]').check();
  await page.locator('input[value=summary]').check();
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await sees('', 404);
  await owner.goto(`${at}/support`);
  await owner.getByRole('button', { name: 'Hyväksy', exact: true }).click();
  await page.goto(`${site}/support`);
  await page.getByRole('button', { name: /^(Begin|Start)/ }).first().click();
  await sees('', 200);
  await picture('under-support-access');
  await sees('/members', 404);
  await owner.goto(`${at}/support`);
  await owner.getByRole('button', { name: /Lopeta/ }).first().click();
  await sees('', 404);
}
