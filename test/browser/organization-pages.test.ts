import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { GITHUB } from '../../apps/web/test/fixture-github-data.ts';
import {
  CONTRIBUTOR,
  type FixtureOrganization,
  freshOrganization,
  NOTICES,
  TEAM_ID,
} from '../../apps/web/test/fixture-organization-data.ts';
import { OrganizationStage } from './organization-stage.ts';
import { openSignedIn } from './signed-in.ts';
import { accessibilityViolations } from './web-page.ts';

vi.setConfig({ testTimeout: 180_000 });

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const DESK = { viewport: { width: 1280, height: 900 } };
const NARROW = { viewport: { width: 320, height: 700 } };
const FAR_AWAY = '0198c1d2-0000-7000-8000-00000000ffff';

type State = {
  name: string;
  path: string;
  with?: Partial<FixtureOrganization>;
  act?: (page: Page) => Promise<unknown>;
};

const opens = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();

const makesLink = async (page: Page) => {
  await opens(/^New link for/)(page);
  await page.getByText('The link before is void.').waitFor();
};

const STATES: State[] = [
  {
    name: 'overview with every banner',
    path: '/fernhill',
    with: {
      notices: NOTICES,
      deletionDueAt: '2026-12-20T13:00:00.000Z',
      secondFactorDueAt: '2026-11-27T10:00:00.000Z',
    },
  },
  { name: 'teams', path: '/fernhill/teams' },
  { name: 'teams, none', path: '/fernhill/teams', with: { teams: [], role: 'developer' } },
  { name: 'a team', path: `/fernhill/teams/${TEAM_ID}`, with: { isIndividualViewsOn: true } },
  { name: 'a team, to a developer', path: `/fernhill/teams/${TEAM_ID}`, with: { role: 'developer' } },
  { name: 'a new team', path: '/fernhill/teams', act: opens('New team') },
  { name: 'people', path: '/fernhill/people', with: { hasSecond: true, isIndividualViewsOn: true } },
  { name: 'a new link', path: '/fernhill/people', act: makesLink },
  { name: 'a person', path: `/fernhill/people/${CONTRIBUTOR.amira}`, with: { isIndividualViewsOn: true } },
  { name: 'own figures', path: `/fernhill/people/${CONTRIBUTOR.ines}` },
  { name: 'own data', path: '/fernhill/me', with: { role: 'developer', notices: NOTICES } },
  {
    name: 'own data, nothing there',
    path: '/fernhill/me',
    with: { role: 'developer', looks: [], audit: [], contributorId: null },
  },
  { name: 'audit log', path: '/fernhill/audit' },
  { name: 'settings', path: '/fernhill/settings' },
  { name: 'settings, to a developer', path: '/fernhill/settings', with: { role: 'developer' } },
  { name: 'individual views', path: '/fernhill/settings/trust' },
  {
    name: 'individual views, locked',
    path: '/fernhill/settings/trust',
    with: { isIndividualViewsLocked: true },
  },
  {
    name: 'individual views, asked',
    path: '/fernhill/settings/trust',
    act: opens('Turn individual views on'),
  },
  { name: 'single sign-on', path: '/fernhill/settings/sso' },
  { name: 'data', path: '/fernhill/settings/data' },
  { name: 'data, deletion asked', path: '/fernhill/settings/data', act: opens('Delete the organization') },
  { name: 'GitHub, not connected', path: '/fernhill/github' },
  { name: 'GitHub, unreachable from there', path: '/fernhill/github', with: { github: GITHUB.polling() } },
  { name: 'GitHub, an App made', path: '/fernhill/github', with: { github: GITHUB.appMade() } },
  { name: 'GitHub, choosing', path: '/fernhill/github', with: { github: GITHUB.choosing() } },
  { name: 'GitHub, filling', path: '/fernhill/github', with: { github: GITHUB.filling() } },
  { name: 'GitHub, troubled', path: '/fernhill/github', with: { github: GITHUB.troubled() } },
  { name: 'GitHub, complete', path: '/fernhill/github', with: { github: GITHUB.complete() } },
  { name: 'GitHub, suspended', path: '/fernhill/github', with: { github: GITHUB.suspended() } },
  { name: 'GitHub, events alone', path: '/fernhill/github', with: { github: GITHUB.eventsOnly() } },
  { name: 'GitHub, by token', path: '/fernhill/github', with: { github: GITHUB.token() } },
  {
    name: 'GitHub, a key',
    path: '/fernhill/github',
    with: { github: GITHUB.complete() },
    act: opens('Add a private key'),
  },
  { name: 'overview, filling', path: '/fernhill', with: { github: GITHUB.filling() } },
  { name: 'closed', path: '/fernhill/people', with: { role: 'manager' } },
  { name: 'withheld', path: '/fernhill/settings/sso', with: { isWithheldForFactor: true } },
  { name: 'switched off', path: `/fernhill/people/${CONTRIBUTOR.amira}` },
  { name: 'onboarding, name', path: '/new' },
  { name: 'onboarding, week', path: '/new?organization=fernhill&step=week' },
  { name: 'onboarding, people', path: '/new?organization=fernhill&step=people' },
  { name: 'onboarding, GitHub', path: '/new?organization=fernhill&step=github' },
];

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

function open(options: BrowserContextOptions = {}) {
  const { api, web, browser } = stage;
  return openSignedIn(browser, { api, url: web.url }, options);
}

async function show(page: Page, state: State) {
  stage.api.state.organization = freshOrganization(state.with);
  await page.goto(stage.web.url + state.path);
  await state.act?.(page);
}

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    ['desk', DESK],
    ['phone', PHONE],
  ])('axe finds nothing on any page on a %s, and the console is silent', async (_, size) => {
    const { page, complaints } = await open({ ...size, colorScheme });
    const found: Record<string, string[]> = {};
    for (const state of STATES) {
      await show(page, state);
      const violations = await accessibilityViolations(page);
      if (violations.length > 0) found[state.name] = violations;
    }
    expect(found).toEqual({});
    expect(complaints).toEqual([]);
  });
});

test('at 320 pixels every page flows without scrolling sideways', async () => {
  const { page } = await open(NARROW);
  const widths: Record<string, number> = {};
  for (const state of STATES) {
    await show(page, state);
    widths[state.name] = await page.evaluate(() => document.documentElement.scrollWidth);
  }
  expect(widths).toEqual(Object.fromEntries(STATES.map(({ name }) => [name, 320])));
});

const EVERYONE = ['Overview', 'Pull requests', 'Teams', 'Attendance', 'Definitions', 'My figures', 'My data'];
const ADMINISTRATORS = [...EVERYONE, 'People', 'GitHub', 'Settings', 'Audit log'];

test.each([
  ['developer', EVERYONE, ['General', 'Attendance', 'Individual views']],
  ['manager', EVERYONE, ['General', 'Attendance', 'Individual views']],
  ['admin', ADMINISTRATORS, ['General', 'Attendance', 'Individual views', 'Single sign-on']],
  [
    'owner',
    ADMINISTRATORS,
    ['General', 'Attendance', 'Individual views', 'Single sign-on', 'Data and ownership'],
  ],
] as const)(
  'a %s is shown the way to what the role opens, and to nothing else',
  async (role, places, sections) => {
    const { page } = await open();
    await show(page, { name: role, path: '/fernhill/settings', with: { role } });
    const linksOf = (name: string) =>
      page.getByRole('navigation', { name }).first().getByRole('link').allTextContents();
    expect(await linksOf('Main')).toEqual(places);
    expect(await linksOf('Settings')).toEqual(sections);
    const mayChange = role === 'admin' || role === 'owner';
    expect(await page.getByRole('button', { name: 'Save the calendar' }).count()).toBe(mayChange ? 1 : 0);
    await page.goto(`${stage.web.url}/fernhill/settings/trust`);
    expect(await page.getByRole('button', { name: 'Turn individual views on' }).count()).toBe(
      role === 'owner' ? 1 : 0,
    );
    await page.goto(`${stage.web.url}/fernhill/teams/${TEAM_ID}`);
    expect(await page.getByRole('button', { name: /^Remove/ }).count()).toBe(mayChange ? 3 : 0);
  },
);

test('the menu of a phone holds every place, closes when one is chosen, and on Escape', async () => {
  const { page } = await open(PHONE);
  await show(page, { name: 'teams', path: '/fernhill/teams' });
  const menu = page.getByRole('navigation', { name: 'All pages' });
  await page.getByRole('button', { name: 'Menu' }).click();
  expect(await menu.getByRole('link').allTextContents()).toEqual(ADMINISTRATORS);
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Menu' }).click();
  await menu.getByRole('link', { name: 'Audit log' }).click();
  await page.waitForURL(/\/fernhill\/audit$/);
  await menu.waitFor({ state: 'hidden' });
});

test('somebody in two organizations changes between them; with one there is nothing to change', async () => {
  const { page } = await open();
  await show(page, { name: 'one', path: '/fernhill/me' });
  expect(await page.getByRole('button', { name: /change organization/ }).count()).toBe(0);
  await show(page, { name: 'two', path: '/fernhill/me', with: { hasSecond: true } });
  await page.getByRole('button', { name: /change organization/ }).click();
  await page.getByRole('navigation', { name: 'Organizations' }).getByRole('link', { name: 'Acme' }).click();
  await page.waitForURL(/\/acme$/);
});

test.each([
  [
    '/fernhill/people',
    { role: 'manager' },
    'Owners and Admins of Fernhill may see it; your role is Manager.',
  ],
  [
    '/fernhill/github',
    { role: 'manager' },
    'Owners and Admins of Fernhill may see it; your role is Manager.',
  ],
  ['/fernhill/settings/data', { role: 'admin' }, 'Owners of Fernhill may see it; your role is Admin.'],
  ['/fernhill/settings/sso', { isWithheldForFactor: true }, 'This page waits for your second factor'],
  [
    `/fernhill/people/${CONTRIBUTOR.amira}`,
    {},
    'This organization does not allow individual views of others.',
  ],
] as const)('%s says who may see it', async (path, changes, words) => {
  const { page } = await open();
  await show(page, { name: path, path, with: changes });
  await page.getByText(words).waitFor();
});

test.each([
  [`/fernhill/teams/${FAR_AWAY}`],
  [`/fernhill/people/${FAR_AWAY}`],
  ['/fernhill/teams/checkout'],
  ['/elsewhere/me'],
  ['/new?organization=elsewhere&step=week'],
])('%s is not found', async (path) => {
  const { page } = await open();
  stage.api.state.organization = freshOrganization();
  const answer = await page.goto(stage.web.url + path);
  expect(answer?.status()).toBe(404);
  await page.getByText('There is nothing at this address').waitFor();
});

test.each([
  '/fernhill/teams',
  '/fernhill/people',
  '/fernhill/github',
  '/fernhill/me',
  '/fernhill/audit',
  '/fernhill/settings',
])('when the API fails, %s says what failed and tries again', async (path) => {
  const { page } = await open();
  stage.api.state.mode = 'failing';
  await show(page, { name: path, path });
  await page.getByText('The database does not answer.').waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  stage.api.state.mode = 'usual';
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The database does not answer.').waitFor({ state: 'hidden' });
});

test('a page of another person says that they will see the look, and nobody is ranked', async () => {
  const { page } = await open();
  await show(page, { name: 'team', path: `/fernhill/teams/${TEAM_ID}`, with: { isIndividualViewsOn: true } });
  const names = await page
    .getByRole('table', { name: 'People of Checkout' })
    .getByRole('rowheader')
    .allTextContents();
  expect(names).toEqual([...names].sort());
  await page.getByRole('link', { name: 'Figures of Amira Obi' }).click();
  await page.getByText('Amira Obi will see that you looked').waitFor();
  expect(await page.locator('.text-bad').count()).toBe(0);
});

test('the audit log goes on to its end and back', async () => {
  const { page } = await open();
  await show(page, { name: 'audit', path: '/fernhill/audit' });
  const rows = page.getByRole('table', { name: 'Audit log' }).getByRole('row');
  await expect.poll(() => rows.count()).toBe(51);
  await page.getByRole('link', { name: 'Older' }).click();
  await page.getByRole('heading', { name: 'Older entries' }).waitFor();
  await expect.poll(() => rows.count()).toBe(8);
  expect(await page.getByRole('link', { name: 'Older' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Back to the newest' }).click();
  await page.getByRole('heading', { name: 'Newest entries' }).waitFor();
});
