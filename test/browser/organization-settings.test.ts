import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { OrganizationStage, press } from './organization-stage.ts';
import { accessibilityViolations } from './web-page.ts';

vi.setConfig({ testTimeout: 60_000 });

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

describe('onboarding', () => {
  test('begins in the zone of the browser, and leads on by itself or by skipping', async () => {
    const page = await stage.page('/new', {}, { timezoneId: 'Europe/Madrid' });
    await expect.poll(() => page.getByLabel('Time zone', { exact: true }).inputValue()).toBe('Europe/Madrid');
    await page.getByLabel('Name of the organization').fill('Acme');
    await press(page, 'Make the organization');
    await page.waitForURL(/\/new\?organization=acme&step=week$/);
    expect(stage.changes).toMatchObject([
      { id: 'createOrganization', body: { name: 'Acme', zone: 'Europe/Madrid' } },
    ]);
    await page.getByRole('button', { name: 'Friday' }).click();
    await page.getByLabel('To', { exact: true }).fill('16:30');
    await page.getByLabel('Date').fill('2027-01-06');
    await press(page, 'Add the day');
    await press(page, 'Remove Fri 25 Dec 2026');
    await press(page, 'Save and go on');
    await page.waitForURL(/step=people$/);
    expect((await stage.arrived('updateSettings'))?.body).toEqual({
      calendar: {
        zone: 'Europe/Berlin',
        weekdays: [1, 2, 3, 4],
        startMinute: 540,
        endMinute: 990,
        holidays: ['2026-12-26', '2027-01-06'],
      },
    });
    await page.getByRole('link', { name: 'Go on to GitHub' }).click();
    await page.getByRole('button', { name: 'Create the GitHub App' }).waitFor();
    await page.goto(`${stage.web.url}/new?organization=acme&step=people`);
    await page.getByRole('heading', { name: 'Invite people' }).waitFor();
  });

  test('a name that is taken is said at its input, which has the focus and keeps what was typed', async () => {
    const page = await stage.page('/new');
    await page.getByLabel('Name of the organization').fill('Taken');
    await press(page, 'Make the organization');
    await page.getByText('An organization has this address.').waitFor();
    const input = page.getByLabel('Name of the organization');
    expect(await input.inputValue()).toBe('Taken');
    expect(await input.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await accessibilityViolations(page)).toEqual([]);
  });
});

describe('settings', () => {
  test('each form saves its part alone, and says so', async () => {
    const page = await stage.page('/fernhill/settings');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Fernhill Labs');
    await press(page, 'Save the name');
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect((await stage.arrived('updateSettings'))?.body).toEqual({ name: 'Fernhill Labs' });
    await page.getByLabel('Merged within, hours').fill('30.5');
    await press(page, 'Save the targets');
    await expect.poll(() => stage.changes.length).toBe(2);
    expect(stage.changes.at(-1)?.body).toEqual({
      targets: { reviewWorkingSeconds: 28_800, cycleWorkingSeconds: 109_800 },
    });
    await page.getByLabel('Who has to have one').selectOption('everyone');
    await press(page, 'Save the policy');
    await expect.poll(() => stage.changes.length).toBe(3);
    expect(stage.changes.at(-1)?.body).toEqual({ secondFactorPolicy: 'everyone' });
    await page.getByLabel('Logins').fill('snyk-bot\nrenovate[bot]\n');
    await press(page, 'Save the list');
    await expect.poll(() => stage.changes.length).toBe(4);
    expect(stage.changes.at(-1)?.body).toEqual({ botLogins: ['snyk-bot', 'renovate[bot]'] });
    await expect.poll(() => page.getByLabel('Who has to have one').inputValue()).toBe('everyone');
    await page.locator('header').getByText('Fernhill Labs').first().waitFor();
  });

  test('hours that end before they begin, and a login that is none, are said where they stand', async () => {
    const page = await stage.page('/fernhill/settings');
    await page.getByLabel('To', { exact: true }).fill('08:00');
    await press(page, 'Save the calendar');
    await page.getByText('an end after the start').waitFor();
    expect(await page.getByLabel('To', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Logins').fill('not a login!');
    await press(page, 'Save the list');
    await page.getByText('a GitHub login').waitFor();
    expect(await page.getByLabel('Logins').inputValue()).toBe('not a login!');
    expect(stage.changes).toEqual([]);
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  test('single sign-on is saved, kept without its secret, and removed', async () => {
    const page = await stage.page('/fernhill/settings/sso');
    await page.getByLabel('Issuer').fill('https://nowhere.example');
    await page.getByLabel('Client ID').fill('devpulse');
    await page.getByLabel('Client secret').fill('a-long-secret');
    await press(page, 'Save single sign-on');
    await page.getByText('The issuer does not answer.').waitFor();
    expect(await page.getByLabel('Client secret').inputValue()).toBe('');
    await page.getByLabel('Issuer').fill('https://login.fernhill.example');
    await page.getByLabel('Client secret').fill('a-long-secret');
    await press(page, 'Save single sign-on');
    await press(page, 'Remove single sign-on');
    await press(page, 'Remove it');
    await page.getByText('Not set up').waitFor();
    expect(stage.changes.map(({ id }) => id)).toEqual(['setSso', 'removeSso']);
  });

  test('what is sensitive leads to a confirmation and back', async () => {
    const page = await stage.page('/fernhill/settings/trust');
    for (const session of stage.api.state.sessions.all.values()) session.isRecent = false;
    await press(page, 'Turn individual views on');
    await press(page, 'Turn on and tell everyone');
    await page.waitForURL(/\/account\/confirm\?next=%2Ffernhill%2Fsettings%2Ftrust$/);
    expect(stage.changes).toEqual([]);
    await page.goto(`${stage.web.url}/fernhill/settings/sso`);
    await page.getByRole('link', { name: 'Confirm and go on' }).waitFor();
  });

  test('individual views are turned on and off, locked and unlocked, each after a question', async () => {
    const page = await stage.page('/fernhill/settings/trust');
    await press(page, 'Turn individual views on');
    await press(page, 'Cancel');
    await press(page, 'Turn individual views on');
    await press(page, 'Turn on and tell everyone');
    await press(page, 'Turn individual views off');
    await press(page, 'Turn off and tell everyone');
    await press(page, 'Lock it off');
    await page.getByRole('dialog').getByRole('button', { name: 'Lock it off' }).click();
    await press(page, 'Lift the lock');
    await page.getByRole('dialog').getByRole('button', { name: 'Lift the lock' }).click();
    await page.getByRole('button', { name: 'Turn individual views on' }).waitFor();
    expect(stage.changes.map(({ body }) => body)).toEqual([
      { isOn: true },
      { isOn: false },
      { isOn: false, isLocked: true },
      { isOn: false, isLocked: false },
    ]);
  });
});
