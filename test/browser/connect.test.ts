import type { BrowserContextOptions, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { GOOD_STATE } from '../../apps/web/test/fixture-github.ts';
import { freshGithub, GITHUB, GITHUB_APP_ID } from '../../apps/web/test/fixture-github-data.ts';
import type { FixtureOrganization } from '../../apps/web/test/fixture-organization-data.ts';
import { PASSWORD } from '../../apps/web/test/fixture-people.ts';
import { onKeyboard } from './keyboard.ts';
import { OrganizationStage, press } from './organization-stage.ts';
import { accessibilityViolations } from './web-page.ts';

vi.setConfig({ testTimeout: 60_000 });

const PATH = '/fernhill/github';
const ENTERPRISE = 'https://github.fernhill.example';
const MANIFEST = JSON.stringify({ name: 'DevPulse for Fernhill', public: false });
const NO_SCRIPT: BrowserContextOptions = { javaScriptEnabled: false };

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

/** A page, and what arrives at the two GitHubs that stand beside it; each answers every request with a page of its own. */
async function openBesideGithub(
  changes: Partial<FixtureOrganization> = {},
  options: BrowserContextOptions = {},
): Promise<{ page: Page; arrived: Request[] }> {
  const page = await stage.page(PATH, changes, options);
  const arrived: Request[] = [];
  await page.context().route(/^https:\/\/(github\.com|github\.fernhill\.example)\//, async (route) => {
    arrived.push(route.request());
    await route.fulfill({ contentType: 'text/html', body: '<title>GitHub</title><h1>GitHub</h1>' });
  });
  return { page, arrived };
}

function manifestOf(request: Request | undefined): string | null {
  return new URLSearchParams(request?.postData() ?? '').get('manifest');
}

async function typeApp(page: Page): Promise<void> {
  await page.getByLabel('GitHub organization').fill('fernhill');
  await page.getByText('GitHub Enterprise Server').first().click();
  await page.getByLabel('Address of your GitHub').first().fill(ENTERPRISE);
}

async function confirmByPassword(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await press(page, 'Confirm with the password');
}

/** Also that it can be seen, though it is usually folded away. */
async function expectTyped(page: Page): Promise<void> {
  expect(await page.getByLabel('GitHub organization').inputValue()).toBe('fernhill');
  const address = page.getByLabel('Address of your GitHub').first();
  expect([await address.inputValue(), await address.isVisible()]).toEqual([ENTERPRISE, true]);
}

describe('the App', () => {
  test('is asked for on the organization that is named, by a form that GitHub gets at once', async () => {
    const { page, arrived } = await openBesideGithub();
    await page.getByText('pull requests and reviews, the matter of every figure').waitFor();
    await page.getByLabel('GitHub organization').fill('fernhill');
    await press(page, 'Create the GitHub App');
    await page.getByRole('heading', { name: 'GitHub', exact: true }).waitFor();
    expect(page.url()).toBe(
      `https://github.com/organizations/fernhill/settings/apps/new?state=${GOOD_STATE}`,
    );
    expect(arrived.map((request) => request.method())).toEqual(['POST']);
    expect(manifestOf(arrived[0])).toBe(MANIFEST);
    expect((await stage.arrived('startGithubApp'))?.body).toEqual({ ownerLogin: 'fernhill' });
  });

  test('is asked for on a GitHub Enterprise Server, and coming back sends nothing again', async () => {
    const { page, arrived } = await openBesideGithub();
    await page.getByText('GitHub Enterprise Server').first().click();
    await page.getByLabel('Address of your GitHub').first().fill(`${ENTERPRISE}/`);
    await press(page, 'Create the GitHub App');
    await page.getByRole('heading', { name: 'GitHub', exact: true }).waitFor();
    expect(page.url()).toBe(`${ENTERPRISE}/settings/apps/new?state=${GOOD_STATE}`);
    await page.goBack();
    await page.getByRole('button', { name: 'Continue to GitHub' }).waitFor();
    await page.waitForTimeout(500);
    expect(arrived).toHaveLength(1);
    expect(await accessibilityViolations(page)).toEqual([]);
    await press(page, 'Continue to GitHub');
    await expect.poll(() => arrived.length).toBe(2);
  });

  test('what is wrong is said at its input, and nothing leaves', async () => {
    const { page, arrived } = await openBesideGithub();
    await page.getByLabel('GitHub organization').fill('nobody');
    await press(page, 'Create the GitHub App');
    await page.getByText('GitHub knows no such organization.').waitFor();
    expect(await page.getByLabel('GitHub organization').inputValue()).toBe('nobody');
    await page.getByText('GitHub Enterprise Server').first().click();
    await page.getByLabel('Address of your GitHub').first().fill(`${ENTERPRISE}/api/v3`);
    await press(page, 'Create the GitHub App');
    await page.getByText('an address without path, query or user').waitFor();
    expect(await page.getByLabel('Address of your GitHub').first().isVisible()).toBe(true);
    expect(arrived).toEqual([]);
  });

  test('without a recent factor the way leads over a confirmation and back', async () => {
    const { page } = await openBesideGithub();
    for (const session of stage.api.state.sessions.all.values()) session.isRecent = false;
    await typeApp(page);
    await press(page, 'Create the GitHub App');
    await page.waitForURL(/\/account\/confirm\?next=%2Ffernhill%2Fgithub$/);
    expect(stage.changes).toEqual([]);
    await confirmByPassword(page);
    await page.waitForURL(`${stage.web.url}${PATH}`);
    await expectTyped(page);
    await press(page, 'Create the GitHub App');
    await page.getByRole('heading', { name: 'GitHub', exact: true }).waitFor();
    await page.goto(`${stage.web.url}${PATH}`);
    expect(await page.getByLabel('GitHub organization').inputValue()).toBe('');
  });
});

describe('without script', () => {
  test('what was typed outlives the way over a confirmation, in the wizard as well', async () => {
    const { page } = await openBesideGithub({}, NO_SCRIPT);
    for (const session of stage.api.state.sessions.all.values()) session.isRecent = false;
    await page.goto(`${stage.web.url}/new?organization=fernhill&step=github`);
    await typeApp(page);
    await press(page, 'Create the GitHub App');
    await page.waitForURL(/\/account\/confirm\?next=/);
    await confirmByPassword(page);
    await page.waitForURL(/\/new\?organization=fernhill&step=github$/);
    await expectTyped(page);
  });

  test('the manifest leaves by a button, and only to the GitHub that was named', async () => {
    const { page, arrived } = await openBesideGithub({}, NO_SCRIPT);
    await page.getByLabel('GitHub organization').fill('fernhill');
    await press(page, 'Create the GitHub App');
    await page.waitForURL(/\/leave$/);
    const answer = await page.reload();
    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy.split('; ')).toContain("form-action 'self' https://github.com");
    await press(page, 'Continue to GitHub');
    await page.getByRole('heading', { name: 'GitHub', exact: true }).waitFor();
    expect(manifestOf(arrived[0])).toBe(MANIFEST);
    const other = await page.goto(`${stage.web.url}${PATH}`);
    expect(other?.headers()['content-security-policy']?.split('; ')).toContain("form-action 'self'");
  });

  test('an App that is made is installed, and what may be seen is chosen', async () => {
    const { page, arrived } = await openBesideGithub({ github: GITHUB.appMade() }, NO_SCRIPT);
    await press(page, 'Install DevPulse for Fernhill');
    await page.getByRole('heading', { name: 'GitHub', exact: true }).waitFor();
    expect(arrived.map((request) => [request.method(), new URL(request.url()).pathname])).toEqual([
      ['GET', '/apps/devpulse-for-fernhill/installations/new'],
    ]);
    expect((await stage.arrived('startInstallation'))?.body).toEqual({ app: GITHUB_APP_ID });
    await page.goto(`${stage.web.url}/github/installed?installation_id=4711&code=c1&state=${GOOD_STATE}`);
    await page.getByLabel('design-notes').check();
    await page.getByLabel('infra').uncheck();
    await page.getByLabel('History', { exact: true }).selectOption({ label: 'Everything' });
    await press(page, 'Read the chosen repositories');
    await page.getByRole('progressbar', { name: 'All repositories' }).waitFor();
    expect((await stage.arrived('chooseRepositories'))?.body).toMatchObject({ historyMonths: null });
    expect(await page.getByRole('progressbar').count()).toBe(7);
    await press(page, 'Pause ledger');
    await page.getByRole('button', { name: 'Resume ledger' }).waitFor();
  });

  test('signing in with GitHub leaves by a page that leads on, and no address says where to', async () => {
    const page = await stage.page('/', {}, NO_SCRIPT);
    await page.context().clearCookies();
    await page.context().route('https://github.example/**', (route) => route.fulfill({ body: 'GitHub' }));
    await page.goto(`${stage.web.url}/leave?to=https://elsewhere.example/`);
    await page.getByRole('heading', { name: 'This way is closed' }).waitFor();
    await page.goto(`${stage.web.url}/sign-in`);
    await press(page, 'Continue with GitHub');
    await page.waitForURL('https://github.example/login/oauth/authorize?state=abc');
  });
});

describe('back from GitHub', () => {
  test('an App that is made leads on to where it is installed', async () => {
    const { page } = await openBesideGithub();
    const asked = page.waitForRequest(/^https:\/\/github\.com\//);
    // A redirect leaves the page's own network: the request is seen, and there is no GitHub to answer it.
    await page.goto(`${stage.web.url}/github/app?code=c1&state=${GOOD_STATE}`).catch(() => null);
    expect((await asked).url()).toBe(
      `https://github.com/apps/devpulse-for-fernhill/installations/new?state=${GOOD_STATE}`,
    );
    expect((await stage.arrived('finishGithubApp'))?.body).toEqual({ code: 'c1', state: GOOD_STATE });
  });

  test('the session comes along when another site leads here', async () => {
    const { page } = await openBesideGithub();
    const back = `${stage.web.url}/github/installed?installation_id=4711&setup_action=install&state=${GOOD_STATE}`;
    await page.context().route('https://elsewhere.example/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<a href="${back.replaceAll('&', '&amp;')}">Back</a>`,
      }),
    );
    await page.goto('https://elsewhere.example/');
    await page.getByRole('link', { name: 'Back' }).click();
    await page.waitForURL(/\/fernhill\/github$/);
    await page.getByRole('button', { name: 'Read the chosen repositories' }).waitFor();
    expect((await stage.arrived('finishInstallation'))?.body).toEqual({
      installationId: '4711',
      setupAction: 'install',
      state: GOOD_STATE,
    });
  });

  test('what has to be approved first is said, and nothing is asked of the person', async () => {
    const { page } = await openBesideGithub({ github: freshGithub({ outcome: 'requested' }) });
    await page.goto(`${stage.web.url}/github/installed?setup_action=request&state=${GOOD_STATE}`);
    await page.waitForURL(/\/fernhill\/github\?requested=1$/);
    await page.getByText('An owner of the organization there has to approve it').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  test.each([
    ['/github/app?code=c1&state=old', 'This way back from GitHub has expired. Start again.'],
    ['/github/app', 'GitHub sent nothing along, so no App was made.'],
    ['/github/installed?installation_id=4711&state=old', 'This way back from GitHub has expired.'],
  ])('%s says what went wrong, and where to begin again', async (path, words) => {
    const page = await stage.page(path);
    await page.getByText(words).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Start again for Fernhill' }).click();
    await page.getByRole('button', { name: 'Create the GitHub App' }).waitFor();
  });
});

test('all of it is reached by keyboard', async () => {
  const { page } = await openBesideGithub();
  const keys = onKeyboard(page);
  await keys.type('GitHub organization', 'fernhill');
  await keys.press('Create the GitHub App');
  await page.getByRole('heading', { name: 'GitHub', exact: true }).waitFor();
  await page.goto(`${stage.web.url}/github/installed?installation_id=4711&state=${GOOD_STATE}`);
  await keys.type('Find a repository', 'notes');
  await page.getByText('1 of 8 shown').waitFor();
  await keys.press('Select all');
  await keys.reach(page.getByLabel('Follow new repositories'));
  await page.keyboard.press('Space');
  await keys.press('Read the chosen repositories');
  await keys.press('Pause infra');
  await page.getByRole('button', { name: 'Resume infra' }).waitFor();
  const choice = stage.changes.find(({ id }) => id === 'chooseRepositories')?.body;
  expect(choice).toMatchObject({ tracksNewRepositories: false, historyMonths: 6 });
  expect((choice as { tracked: string[] }).tracked).toHaveLength(7);
});
