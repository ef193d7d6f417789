import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  freshGithub,
  GITHUB,
  GITHUB_APP_ID,
  INSTALLATION_ID,
} from '../../apps/web/test/fixture-github-data.ts';
import { OrganizationStage, press } from './organization-stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const PATH = '/fernhill/github';
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow==\n-----END RSA PRIVATE KEY-----';

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

const rowOf = (page: Page, name: string) =>
  page.getByRole('table', { name: 'History of each repository' }).getByRole('row').filter({ hasText: name });

describe('the history', () => {
  test('is read anew by itself while it fills, and no more once it is whole', async () => {
    const page = await stage.page(PATH, { github: GITHUB.filling() });
    await page.getByText('5,102 of 6,040 pull requests, about 4 minutes left').waitFor();
    await page.getByText('3 of 6 repositories complete; may still move').first().waitFor();
    stage.api.state.organization.github = GITHUB.complete();
    await page.getByText('6,040 pull requests read').waitFor({ timeout: 5000 });
    expect(await page.getByRole('heading', { name: 'First figures' }).count()).toBe(0);
    const readsBefore = stage.api.state.importReads;
    await page.waitForTimeout(4500);
    expect(stage.api.state.importReads).toBe(readsBefore);
  });

  test('is not asked for by a page that nobody sees', async () => {
    const page = await stage.page(PATH, { github: GITHUB.filling() });
    const setVisibility = (state: string) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    const reads = () => stage.api.state.importReads;
    const atFirst = reads();
    await expect.poll(reads, { timeout: 5000 }).toBeGreaterThan(atFirst);
    await setVisibility('hidden');
    await page.waitForTimeout(1000);
    const hidden = reads();
    await page.waitForTimeout(4500);
    expect(reads()).toBe(hidden);
    await setVisibility('visible');
    await expect.poll(reads, { timeout: 2000 }).toBeGreaterThan(hidden);
  });

  test('says why it stands still, in words', async () => {
    const page = await stage.page(PATH, { github: GITHUB.troubled() });
    const said = {
      'auth-service': 'paused',
      'checkout-api': 'stopped: the App is suspended on GitHub',
      'checkout-web': 'stopped: GitHub answered 500 ten times in a row',
      infra: 'waiting for GitHub until',
      ledger: 'stopped: not read to its end',
      'mobile-app': 'importing',
    };
    for (const [name, words] of Object.entries(said)) await rowOf(page, name).getByText(words).waitFor();
    const unknown = page.getByRole('progressbar', { name: 'mobile-app' });
    expect(await unknown.getAttribute('aria-valuenow')).toBeNull();
    expect(await page.getByText(/left$/).count()).toBe(0);
    await press(page, 'Resume checkout-web');
    await rowOf(page, 'checkout-web').getByText('importing').waitFor();
    await press(page, 'Read ledger again');
    await page.getByRole('dialog').getByLabel('How far back').selectOption({ label: 'Everything' });
    await press(page, 'Read it');
    await rowOf(page, 'ledger').getByText('next').waitFor();
    expect(stage.changes.map(({ id }) => id)).toEqual(['resumeImport', 'importRepository']);
    expect(stage.changes.at(-1)?.body).toEqual({ historyMonths: null });
  });

  test('is not said to be whole where only events are known', async () => {
    const page = await stage.page(PATH, { github: GITHUB.eventsOnly() });
    await page.getByText('No history is being read. Events are counted as they come').waitFor();
    expect(await page.getByText('100 %').count()).toBe(0);
  });

  test('is said of on the overview, with the way to it for those who may change it', async () => {
    const page = await stage.page('/fernhill', { github: GITHUB.filling() });
    await page.getByText('3 of 6 repositories still importing, about 4 min left').waitFor();
    await page.getByRole('link', { name: 'See progress' }).click();
    await page.getByRole('heading', { name: 'Reading the history' }).waitFor();
    const other = await stage.page('/fernhill', { github: GITHUB.filling(), role: 'developer' });
    await other.getByText('3 of 6 repositories still importing').waitFor();
    expect(await other.getByRole('link', { name: 'See progress' }).count()).toBe(0);
    const whole = await stage.page('/fernhill', { github: GITHUB.complete() });
    await whole.getByRole('region', { name: 'Cycle time' }).waitFor();
    expect(await whole.getByText('still importing').count()).toBe(0);
  });

  test('an overview without figures leads to where GitHub is connected', async () => {
    stage.api.state.mode = 'silent';
    const page = await stage.page('/fernhill');
    await page.getByRole('link', { name: 'Connect GitHub' }).click();
    await page.getByRole('button', { name: 'Create the GitHub App' }).waitFor();
  });
});

describe('repositories', () => {
  test('what is hidden by the search keeps its tick, and a failure keeps every one', async () => {
    const page = await stage.page(PATH, { github: GITHUB.complete() });
    await page.getByLabel('hack-week-2024').check();
    await page.getByLabel('Find a repository').fill('checkout');
    await press(page, 'Select none');
    stage.api.state.mode = 'failing';
    await press(page, 'Save the choice');
    await page.getByText('The database does not answer.').first().waitFor();
    stage.api.state.mode = 'usual';
    expect(await page.getByLabel('hack-week-2024').isChecked()).toBe(true);
    expect(await page.getByRole('checkbox', { name: /checkout-api/ }).isChecked()).toBe(false);
    await press(page, 'Save the choice');
    const body = (await stage.arrived('chooseRepositories'))?.body as { tracked: string[] };
    expect(body.tracked).toHaveLength(5);
    await page.getByText('5 of 8 are read').waitFor();
  });

  test('are looked for by the page until GitHub has told them', async () => {
    const page = await stage.page(PATH, { github: GITHUB.listing() });
    await page.getByText('GitHub is asked which repositories there are').waitFor();
    stage.api.state.organization.github = GITHUB.choosing();
    await page.getByLabel('checkout-api').waitFor({ timeout: 5000 });
    await press(page, 'Refresh the list from GitHub');
    await page.getByText('The list is as GitHub has it now.').waitFor();
  });
});

describe('the connection', () => {
  test('keys are added and removed, the webhook secret is changed, the App is uninstalled', async () => {
    const page = await stage.page(PATH, { github: GITHUB.complete() });
    expect(await page.getByRole('button', { name: /^Remove the key/ }).count()).toBe(0);
    await press(page, 'Add a private key');
    await page.getByLabel('Private key', { exact: true }).fill('not a key');
    await press(page, 'Add the key');
    await page.getByText('a PEM file').waitFor();
    expect(await page.getByLabel('Private key', { exact: true }).inputValue()).toBe('');
    await page.getByLabel('Private key', { exact: true }).fill(PEM);
    await press(page, 'Add the key');
    await press(page, 'Remove the key SHA256:newly-added');
    await press(page, 'Remove the key');
    await page.getByText('SHA256:newly-added').waitFor({ state: 'detached' });
    await press(page, 'New webhook secret');
    await press(page, 'Change the secret');
    await page.getByText('Good until 23 Nov 2026, 14:30').waitFor();
    await press(page, 'Uninstall from fernhill');
    await press(page, 'Uninstall');
    await page.getByText('What came through it will be deleted on 20 Dec 2026').waitFor();
    await press(page, 'Remove the App DevPulse for Fernhill');
    await page.getByRole('dialog').getByRole('button', { name: 'Remove the App' }).click();
    await expect.poll(() => stage.changes.at(-1)?.id).toBe('removeGithubApp');
    expect(stage.changes).toMatchObject([
      { id: 'addAppKey', params: { app: GITHUB_APP_ID }, body: { privateKey: PEM } },
      { id: 'removeAppKey' },
      { id: 'rotateWebhookSecret', params: { app: GITHUB_APP_ID } },
      { id: 'removeInstallation', params: { installation: INSTALLATION_ID } },
      { id: 'removeGithubApp' },
    ]);
  });

  test('what GitHub does not allow is said, with what it costs', async () => {
    const page = await stage.page(PATH, { github: GITHUB.suspended() });
    await page.getByText('nothing is read until it is unsuspended there').waitFor();
    await page.getByText('Contents: not granted; pushes are not counted').waitFor();
    await page.getByText('so DevPulse asks it every minute (polling)').waitFor();
    await page.getByText('Its keys and secrets are part of the configuration').waitFor();
    expect(await page.getByRole('button', { name: 'Add a private key' }).count()).toBe(1);
  });

  test('what is sensitive leads to a confirmation and back', async () => {
    const page = await stage.page(PATH, { github: GITHUB.complete() });
    for (const session of stage.api.state.sessions.all.values()) session.isRecent = false;
    await press(page, 'New webhook secret');
    await press(page, 'Change the secret');
    await page.waitForURL(/\/account\/confirm\?next=%2Ffernhill%2Fgithub$/);
    expect(stage.changes).toEqual([]);
  });

  test('a token is tried, told from what it does not open, and removed', async () => {
    const page = await stage.page(PATH, { github: freshGithub() });
    await page.getByText('Quick start with a token').click();
    await page.getByLabel('Fine-grained token').fill('github_pat_0123456789_0123456789_refused');
    await page.getByLabel('Repositories to read').fill('fernhill/ledger\nelsewhere/secret');
    await press(page, 'Read with this token');
    await page.getByText('GitHub refuses this token.').waitFor();
    expect(await page.getByLabel('Fine-grained token').inputValue()).toBe('');
    expect(await page.getByLabel('Repositories to read').inputValue()).toContain('elsewhere/secret');
    await page.getByLabel('Fine-grained token').fill('github_pat_0123456789_0123456789_fine');
    await press(page, 'Read with this token');
    await page.getByText('but does not open elsewhere/secret (not found)').waitFor();
    expect((await stage.arrived('addGithubToken'))?.body).toEqual({
      token: 'github_pat_0123456789_0123456789_fine',
      repositories: ['fernhill/ledger', 'elsewhere/secret'],
      historyMonths: 6,
    });
    await page.getByText('Refused by GitHub').waitFor();
    await press(page, 'Remove the token of ines-a');
    await press(page, 'Remove the token');
    await page.getByText('Refused by GitHub').waitFor({ state: 'detached' });
  });
});
