// An owner accepts an invitation with a password and an authenticator app, accepts the
// agreement, lets Vahti read Microsoft 365 and comes back another day.
import * as OTPAuth from 'otpauth';
import { must } from './browser.mjs';

const address = 'agneta.svard@pohjola.example';
const password = 'kuusi vihreää lamppua 71';

// letterTo opens the link of the newest letter to an address.
export async function letterTo(page, site, to) {
  for (let i = 0; i < 60; i++) {
    await page.goto(`${site}/emulator/mail`);
    const letters = page.locator('article').filter({ hasText: `To ${to}` });
    if (await letters.count()) return letters.first();
    await page.waitForTimeout(500);
  }
  throw new Error(`there is no letter to ${to}`);
}

const click = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function withPassword(page, site, word) {
  await page.goto(`${site}/signin`);
  await page.locator('input[type=email]').fill(address);
  await page.locator('input[type=password]').fill(word);
  await click(page, 'Jatka');
  await page.waitForLoadState();
}

export async function enrol(page, site, picture) {
  const letter = await letterTo(page, site, address);
  await page.goto(await letter.locator('a[href*="/invitations?token="]').first().getAttribute('href'));
  await picture('invitation');
  await page.locator('input[name=name]').fill('Agneta Svärd');
  await page.locator('select[name=language]').selectOption('fi');
  await page.locator('main form button').first().click();
  await page.locator('input[name=new]').fill('password123456');
  await page.locator('input[name=again]').fill('password123456');
  page.expected.push(422); // it is among the breached ones
  await click(page, 'Aseta salasana');
  await picture('breached-password');
  await page.locator('input[name=new]').fill(password);
  await page.locator('input[name=again]').fill(password);
  await click(page, 'Aseta salasana');
  await click(page, 'Lisää todennussovellus');
  await picture('authenticator-app');
  const shown = (await page.locator('main').innerText()).match(/: ([A-Z2-7]{4}(?: [A-Z2-7]{4})+)/);
  const secret = OTPAuth.Secret.fromBase32(shown[1].replaceAll(' ', ''));
  const code = () => new OTPAuth.TOTP({ secret }).generate();
  await page.locator('input[name=code]').fill(code());
  await click(page, 'Lisää sovellus');
  await click(page, 'Luo uudet palautuskoodit');
  const recovery = (await page.locator('main').innerText()).match(/[0-9a-z]{5}(-[0-9a-z]{5}){4}/)[0];
  await page.getByRole('link', { name: 'Olen tallettanut ne; jatka' }).click();
  await click(page, 'Viimeistele ja jatka');

  await page.waitForURL(/\/onboarding\//);
  await picture('onboarding');
  await page.locator('input[name=accept]').check();
  await click(page, 'Hyväksy sopimus');
  await click(page, 'Anna pääsy Microsoftissa');
  await page.getByText('Agneta Svärd').first().click();
  await click(page, 'Accept');
  await page.getByText(address).first().click(); // once more, as whoever may consent
  await page.waitForURL(/\/onboarding\//);
  const findings = page.getByRole('link', { name: 'Katso löydökset' });
  await findings.waitFor({ timeout: 60_000 }); // the page refreshes itself
  await picture('first-findings');
  const tenant = new URL(await findings.evaluate((a) => a.href)).pathname.split('/').pop();
  await findings.click();
  must((await page.getAttribute('html', 'lang')) === 'fi', 'the tenant is not shown in the language of the account');

  await page.goto(`${site}/account`);
  await page.getByRole('button', { name: 'Kirjaudu ulos' }).first().click();
  page.expected.push(403);
  await withPassword(page, site, 'another word altogether');
  await withPassword(page, site, password);
  page.expected.push(403); // the code was used a moment ago
  await page.locator('input[name=code]').first().fill('000000');
  await page.locator('main form button').first().click();
  await picture('second-step');
  await page.locator('input[name=code]').last().fill(recovery);
  await page.locator('main form button').last().click();
  await page.waitForURL(`${site}/`);
  return tenant;
}
