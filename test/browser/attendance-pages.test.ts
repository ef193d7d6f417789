import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshAttendance, JONAS } from '../../apps/web/test/fixture-attendance-data.ts';
import { freshOrganization } from '../../apps/web/test/fixture-organization-data.ts';
import { OrganizationStage } from './organization-stage.ts';
import { openSignedIn } from './signed-in.ts';
import { accessibilityViolations } from './web-page.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Where to leave pictures of the pages; nowhere without it. */
const SHOTS = process.env.DEVPULSE_SHOTS;
const PAGES = [
  ['own', '/fernhill/attendance'],
  ['own-table', '/fernhill/attendance?view=table'],
  ['own-clocks-back', '/fernhill/attendance?week=2026-10-19'],
  ['day', '/fernhill/attendance/days/2026-11-19'],
  ['requests', '/fernhill/attendance/requests'],
  ['choices', '/fernhill/attendance/choices'],
  ['team', '/fernhill/attendance/team'],
  ['member', `/fernhill/attendance/members/${JONAS.userId}`],
  ['settings', '/fernhill/settings/attendance'],
] as const;

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}

describe.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const)('%s, %i wide', (colorScheme, width) => {
  test('every page is accessible, complains about nothing and stays within its width', async () => {
    stage.api.state.organization = freshOrganization();
    const { page, complaints } = await openSignedIn(
      stage.browser,
      { api: stage.api, url: stage.web.url },
      { colorScheme, viewport: { width, height: 900 } },
    );
    const faults: string[] = [];
    for (const [name, address] of PAGES) {
      await page.goto(stage.web.url + address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('load');
      for (const summary of await page.locator('main summary').all()) await summary.click();
      faults.push(...(await accessibilityViolations(page)).map((violation) => `${name}: ${violation}`));
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) faults.push(`${name}: ${overflow} px too wide`);
      await shoot(page, `${name}-${colorScheme}-${width}`);
    }
    expect(faults).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe('what a page says when it has nothing to show', () => {
  test('days without a session, no request and no leave are said in words', async () => {
    const nothing = freshAttendance({ sessions: [], corrections: [], leave: [], toDecide: [] });
    const page = await stage.page('/fernhill/attendance', { attendance: nothing });
    await page.getByRole('region', { name: 'Clock', exact: true }).getByText('Clocked out').first().waitFor();
    expect(await page.getByText('Your unresolved time').count()).toBe(0);
    await page.goto(`${stage.web.url}/fernhill/attendance/days/2026-11-18`);
    await page.getByText('No session.').waitFor();
    await page.goto(`${stage.web.url}/fernhill/attendance/requests`);
    await page.getByText('None yet.').waitFor();
    await page.goto(`${stage.web.url}/fernhill/attendance/team`);
    await page.getByText('None waits for you.').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  test('what cannot be read is said, and the rest of the page lives', async () => {
    const page = await stage.page('/fernhill/attendance');
    stage.api.state.mode = 'failing';
    await page.reload();
    await page.getByRole('alert').getByText('Your time could not be read').waitFor();
    await page.getByText('The clock could not be read.').first().waitFor();
    await page.getByRole('link', { name: 'Overview' }).first().waitFor();
  });

  test.each(['/attendance/days/2026-02-30', '/attendance/days/2026-11-21', '/attendance/members/somebody'])(
    '%s is not found',
    async (address) => {
      const page = await stage.page(`/fernhill${address}`);
      await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
    },
  );
});

describe('who sees what', () => {
  test('a developer has no page of a team, no hours of others, and no forms for rules', async () => {
    const page = await stage.page('/fernhill/attendance', { role: 'developer' });
    await page.getByRole('link', { name: 'My requests' }).waitFor();
    expect(await page.getByRole('link', { name: 'Team', exact: true }).count()).toBe(0);
    expect(await page.getByText('Who is in').count()).toBe(0);
    await page.goto(`${stage.web.url}/fernhill/attendance/team`);
    await page.getByText('your role is Developer').waitFor();
    const answer = await page.goto(`${stage.web.url}/fernhill/attendance/members/${JONAS.userId}`);
    expect(answer?.status()).toBe(404);
    await page.goto(`${stage.web.url}/fernhill/settings/attendance`);
    await page.getByText('An Owner or Admin can change it.').waitFor();
  });

  test('where presence is shared a developer sees who is in, without a time', async () => {
    const { presence, ...rest } = freshAttendance();
    const attendance = { ...rest, presence: { ...presence, isShared: true } };
    const page = await stage.page('/fernhill/attendance', { role: 'developer', attendance });
    const card = page.getByRole('region', { name: 'Who is in' });
    await card.getByText('Jonas Brandt').waitFor();
    expect(await card.getByText('On a break').count()).toBe(1);
  });
});
