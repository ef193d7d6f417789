import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { CONTRIBUTOR_ID } from '../../apps/web/test/fixture-contributors-data.ts';
import {
  type FixtureOrganization,
  freshOrganization,
} from '../../apps/web/test/fixture-organization-data.ts';
import { OrganizationStage, press } from './organization-stage.ts';
import { openSignedIn } from './signed-in.ts';
import { accessibilityViolations } from './web-page.ts';

vi.setConfig({ testTimeout: 120_000 });

const PATH = '/fernhill/people/contributors';
const NOBODY: FixtureOrganization['contributors'] = { items: [], unclaimedEmails: [], suggestions: [] };
const STATES: [string, string, Partial<FixtureOrganization>?][] = [
  ['contributors', PATH],
  ['one to change', `${PATH}?change=${CONTRIBUTOR_ID.jonas}`],
  ['a bot to change', `${PATH}?change=${CONTRIBUTOR_ID.bot}`],
  ['nobody', PATH, { contributors: NOBODY }],
  ['one who is gone', `${PATH}?change=${crypto.randomUUID()}`],
];

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

const suggestions = (page: Page) => page.getByRole('list', { name: 'Suggestions' }).getByRole('listitem');
const names = (page: Page) =>
  page.getByRole('table', { name: 'Contributors' }).getByRole('rowheader').allTextContents();

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  test.each([
    [1280, false],
    [390, true],
    [320, true],
  ])(
    'at %i pixels axe finds nothing, nothing scrolls sideways, and the console is silent',
    async (width, isMobile) => {
      const { api, web, browser } = stage;
      const options = { viewport: { width, height: 900 }, isMobile, hasTouch: isMobile, colorScheme };
      const { page, complaints } = await openSignedIn(browser, { api, url: web.url }, options);
      for (const [name, path, changes] of STATES) {
        stage.api.state.organization = freshOrganization(changes);
        await page.goto(web.url + path);
        for (const summary of await page.locator('main details > summary').all()) await summary.click();
        expect([name, await accessibilityViolations(page)]).toEqual([name, []]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        expect([name, wide]).toEqual([name, width]);
      }
      expect(complaints).toEqual([]);
    },
  );
});

test('are found from People, by name, bots apart, without a figure', async () => {
  const page = await stage.page('/fernhill/people');
  await page.getByRole('navigation', { name: 'People' }).getByRole('link', { name: 'Contributors' }).click();
  await page.waitForURL(`**${PATH}`);
  await page.getByRole('heading', { name: 'Suggestions' }).waitFor();
  expect(await names(page)).toEqual(['amira-k', 'Ines Aguiar', 'jbrandt', 'Jonas Brandt']);
  await page.getByText('1 bot', { exact: true }).click();
  await page.getByRole('table', { name: 'Bots' }).getByText('renovate[bot]').first().waitFor();
  await page.getByRole('link', { name: 'list of bots' }).click();
  await page.waitForURL('**/fernhill/settings');
});

test('a suggestion is followed or declined, and is gone', async () => {
  const page = await stage.page(PATH);
  await expect.poll(() => suggestions(page).count()).toBe(3);
  await press(page, /^Merge: jbrandt may be Jonas Brandt/);
  expect(await stage.arrived('mergeContributors')).toMatchObject({
    params: { contributor: CONTRIBUTOR_ID.second },
    body: { into: CONTRIBUTOR_ID.jonas },
  });
  await expect.poll(() => suggestions(page).count()).toBe(2);
  expect(await names(page)).not.toContain('jbrandt');
  await press(page, /^Link: amira-k .* Amira Obi$/);
  expect(await stage.arrived('updateContributor')).toMatchObject({
    params: { contributor: CONTRIBUTOR_ID.amira },
  });
  await expect.poll(() => names(page)).toContain('Amira Obi');
  await press(page, /^Decline: 4104\+jonas-b/);
  await stage.arrived('declineSuggestion');
  await page.getByText('None. They come from accounts').waitFor();
});

test('an address of commits is added as suggested', async () => {
  const page = await stage.page(PATH);
  await page.getByText('1 address of commits that are nobody’s').waitFor();
  await press(page, /^Add the address: 4104\+jonas-b/);
  expect(await stage.arrived('claimEmail')).toMatchObject({
    params: { contributor: CONTRIBUTOR_ID.jonas },
    body: { email: '4104+jonas-b@users.noreply.github.com' },
  });
  await page.getByText('of commits that are nobody’s').waitFor({ state: 'hidden' });
});

test('a contributor is named, linked, taken apart and merged by hand', async () => {
  const page = await stage.page(PATH);
  await page.getByRole('link', { name: 'Change Jonas Brandt' }).click();
  await page.getByRole('heading', { name: 'Change Jonas Brandt' }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Jonas B.');
  await press(page, 'Save the name');
  expect(await stage.arrived('updateContributor')).toMatchObject({ body: { displayName: 'Jonas B.' } });
  await page.getByRole('heading', { name: 'Change Jonas B.' }).waitFor();
  const member = page.getByLabel('Member', { exact: true });
  expect(await member.getByRole('option').allTextContents()).toEqual(['Nobody', 'Amira Obi', 'Tom Okafor']);
  await member.selectOption('Tom Okafor');
  await press(page, 'Save the link');
  await page.getByRole('heading', { name: 'Change Tom Okafor' }).waitFor();
  await press(page, 'Take out jonas-b-work, so far Tom Okafor');
  expect(await stage.arrived('splitContributor')).toMatchObject({ body: { accountId: '4109' } });
  await expect.poll(() => names(page)).toContain('jonas-b-work');
  await page.getByLabel('Is the same person as').selectOption({ label: 'Ines Aguiar (ines-a)' });
  await press(page, 'Merge');
  await page.getByText('Both are linked to a member.').waitFor();
  await page.getByLabel('Is the same person as').selectOption({ label: 'jbrandt' });
  await press(page, 'Merge');
  expect(await stage.arrived('mergeContributors')).toMatchObject({ body: { into: CONTRIBUTOR_ID.second } });
  await page.getByRole('heading', { name: /^Change/ }).waitFor({ state: 'hidden' });
});

test('without script it works as well', async () => {
  const page = await stage.page(PATH, {}, { javaScriptEnabled: false });
  await press(page, /^Decline: jbrandt/);
  expect(await stage.arrived('declineSuggestion')).toMatchObject({
    body: { subject: `merge:${CONTRIBUTOR_ID.jonas}:${CONTRIBUTOR_ID.second}` },
  });
  await page.getByRole('link', { name: 'Change jbrandt' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Jo Brandt');
  await press(page, 'Save the name');
  expect(await stage.arrived('updateContributor')).toMatchObject({ body: { displayName: 'Jo Brandt' } });
});

test.each([
  ['manager', /may see it; your role is Manager/],
  ['developer', /may see it; your role is Developer/],
] as const)('a %s is told who may see it', async (role, words) => {
  const page = await stage.page(PATH, { role });
  await page.getByText(words).waitFor();
});

test('when the API fails, the page says what failed and tries again', async () => {
  stage.api.state.mode = 'failing';
  const page = await stage.page(PATH);
  await page.getByText('The contributors could not be read').waitFor();
  expect(await accessibilityViolations(page)).toEqual([]);
  stage.api.state.mode = 'usual';
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Suggestions' }).waitFor();
});
