// The walk: see scripts/pages.
import { authenticator, launch, must, problems, visitor } from './browser.mjs';
import { enrol } from './enrol.mjs';
import { support } from './support.mjs';

const [site, pictures, executable] = process.argv.slice(2);
const browser = await launch(executable);

const picture = async (page, name) => {
  const take = () => page.screenshot({ path: `${pictures}/${name}.png` });
  await take().catch(take); // a browser on a busy machine refuses one now and then
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  must(over <= 0, `${name}: the page is ${over} pixels wider than the screen`);
};

// signIn signs somebody in at Microsoft's stand-in and returns the page.
async function signIn(page, name) {
  await page.goto(`${site}/`);
  await picture(page, 'sign-in');
  await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
  await page.getByText(name).first().click();
  await page.waitForURL(`${site}/`);
}

const shapes = {
  'wide-light': { viewport: { width: 1280, height: 1600 }, colorScheme: 'light' },
  'phone-dark': { viewport: { width: 390, height: 1600 }, isMobile: true, colorScheme: 'dark' },
};

// everyPage looks at all that a page of a tenant leads to, once for each language and shape.
async function everyPage(state) {
  for (const [shape, options] of Object.entries(shapes)) {
    const page = await visitor(browser, { ...options, storageState: state });
    await page.goto(`${site}/`);
    const tenant = await page.locator('main a[href^="/tenants/"]').first().getAttribute('href');
    await page.goto(site + tenant);
    const links = await page.$$eval('main a', (all) => all.map((a) => a.getAttribute('href')));
    const finding = links.find((to) => to.includes('/findings/'));
    const pages = new Set(['/', '/account', tenant, finding, ...links.filter((to) => to.startsWith(`${tenant}/`) && !to.includes('/findings/') && !to.includes('?'))]);
    for (const language of ['fi', 'sv', 'en']) {
      for (const path of pages) {
        const answer = await page.goto(`${site}${path}?lang=${language}`);
        if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
        must((await page.getAttribute('html', 'lang')) === language, `${path}: not in ${language}`);
        const last = path === '/' ? 'tenants' : path === tenant ? 'tenant' : path === finding ? 'finding' : path.split('/').pop();
        await picture(page, `${last}-${language}-${shape}`);
      }
    }
    await page.context().close();
  }
}

const member = await visitor(browser);
await signIn(member, 'Eeva-Liisa Kumpula');
await everyPage(await member.context().storageState());

const owner = await visitor(browser, { locale: 'fi-FI' });
const tenant = await enrol(owner, site, (name) => picture(owner, name));

const operator = await visitor(browser);
const device = await authenticator(operator);
await support(operator, device, owner, site, tenant, (name) => picture(operator, name));

await browser.close();
for (const p of problems) console.error(`pages: ${p}`);
console.log(problems.length ? `${problems.length} problems` : 'every step led on and every page is as it should be');
process.exit(problems.length ? 1 : 0);
