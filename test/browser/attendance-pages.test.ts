import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshAttendance, JONAS, session } from '../../apps/web/test/fixture-attendance-data.ts';
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
  ['day-clocks-back', '/fernhill/attendance/days/2026-10-25'],
  ['day-assumed-end', '/fernhill/attendance/days/2026-11-18'],
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

describe('at a glance on a phone', () => {
  const boxOf = async (page: Page, selector: string) => {
    const box = await page.locator(selector).first().boundingBox();
    if (box === null) throw new Error(`${selector} is not shown.`);
    return { ...box, bottom: box.y + box.height };
  };

  test('a card says its title and what it is about before what can be done; heads of days are alike', async () => {
    const page = await stage.page('/fernhill/attendance/team');
    await page.setViewportSize({ width: 390, height: 844 });
    const title = await boxOf(page, 'h2:text-is("Team week")');
    const about = await boxOf(page, 'p:has-text("Worked above, breaks below")');
    const note = await boxOf(page, 'span:text-is("Each person sees that you opened this week")');
    expect(about.y).toBeGreaterThanOrEqual(title.bottom);
    expect(note.y).toBeGreaterThanOrEqual(about.bottom);
    const heads = page.getByRole('table', { name: /^Hours of/ }).getByRole('columnheader');
    const lines = await heads.evaluateAll((cells) =>
      cells.slice(1, 6).map((cell) => [...cell.children].map((line) => line.getBoundingClientRect().top)),
    );
    for (const [weekday = 0, date = 0] of lines) expect(date).toBeGreaterThan(weekday);
    expect(new Set(lines.map(([weekday]) => weekday)).size).toBe(1);
  });

  test('a week as a table says a day’s time once, and of several sessions each', async () => {
    const page = await stage.page('/fernhill/attendance?view=table&week=2026-11-16');
    const table = page.getByRole('table', { name: /^Week of/ });
    expect(await table.getByRole('columnheader', { name: 'Worked' }).count()).toBe(1);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await table.getByRole('columnheader', { name: 'Worked' }).count()).toBe(0);
    const texts = await table.locator('tbody').allInnerTexts();
    for (const text of texts) {
      const sessions = text.match(/\d\d:\d\d–|since/g)?.length ?? 0;
      if (sessions === 1) expect(text).not.toContain('worked');
      if (sessions > 1) expect(text.match(/worked/g)).toHaveLength(sessions);
    }
  });

  test('requests have no frame inside their card', async () => {
    const page = await stage.page('/fernhill/attendance/requests');
    const list = page.getByRole('region', { name: 'Corrections' }).getByRole('list').first();
    expect(await list.evaluate((one) => getComputedStyle(one).borderTopWidth)).toBe('0px');
  });
});

test.each([
  [`/fernhill/attendance/members/${JONAS.userId}`, 'Team'],
  ['/fernhill/attendance/days/2026-11-19', 'My time'],
  ['/fernhill/attendance', 'My time'],
])('%s is below %s', async (address, section) => {
  const page = await stage.page(address);
  const current = page.getByRole('navigation', { name: 'Attendance' }).locator('[aria-current]');
  expect(await current.allTextContents()).toEqual([section]);
});

test('notes on somebody’s day say nothing of an open day, and never that it is open and closed', async () => {
  const page = await stage.page(`/fernhill/attendance/members/${JONAS.userId}`);
  const notes = page.getByRole('table', { name: 'Days' }).getByRole('cell');
  await notes.first().waitFor();
  for (const text of await notes.allTextContents()) expect(text).not.toMatch(/open|closed/);
});

describe('a day on which the clocks go back', () => {
  const attendance = () =>
    freshAttendance({
      sessions: [
        session('2026-10-24T22:30:00.000Z', '2026-10-25T01:30:00.000Z'),
        session('2026-10-25T08:00:00.000Z', '2026-10-25T12:00:00.000Z'),
      ],
    });

  test('says at each stretch and session why its times do not come to its length', async () => {
    const page = await stage.page('/fernhill/attendance/days/2026-10-25', { attendance: attendance() });
    const stretches = page.getByRole('list', { name: 'Stretches' }).getByRole('listitem');
    expect(await stretches.allInnerTexts()).toEqual([
      '00:30–02:30\nWorked, clocks went back 1 h\n3 h',
      '09:00–13:00\nWorked\n4 h',
    ]);
    const sessions = page.getByRole('region', { name: 'Sessions' });
    await sessions.getByText('00:30–02:30 (clocks went back 1 h)').first().waitFor();
    await page.getByText('00:30 to 02:30 is 3 h.').waitFor();
  });

  test('of a session over midnight the part of the day is told beside the whole', async () => {
    const page = await stage.page('/fernhill/attendance/days/2026-10-25');
    const sessions = page.getByRole('region', { name: 'Sessions' });
    await sessions.getByText('9 h worked, 7 h of it on this day.').waitFor();
    await page.goto(`${stage.web.url}/fernhill/attendance/days/2026-10-24`);
    await sessions.getByText('9 h worked, 2 h of it on this day.').waitFor();
    await page.goto(`${stage.web.url}/fernhill/attendance/days/2026-11-17`);
    await sessions.getByText('7 h 50 min worked. Begun on studio-pc.').waitFor();
  });

  test('and so do the bars and the table of the week', async () => {
    const page = await stage.page('/fernhill/attendance?week=2026-10-19', { attendance: attendance() });
    const sunday = page
      .getByRole('list', { name: /^Week of/ })
      .getByRole('listitem')
      .last();
    expect(await sunday.textContent()).toContain(
      '00:30–03:00 worked before the clocks went back, 02:00–02:30 worked after the clocks went back, 09:00–13:00 worked',
    );
    await page.getByRole('link', { name: 'Table' }).click();
    const rows = page.getByRole('table', { name: /^Week of/ }).getByRole('row');
    await rows
      .filter({ hasText: '00:30–02:30' })
      .getByRole('cell', { name: 'clocks went back 1 h', exact: true })
      .waitFor();
    expect(await rows.filter({ hasText: '09:00–13:00' }).getByText('clocks').count()).toBe(0);
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

  test('one’s own week says what others see of it, as the organization has it', async () => {
    const page = await stage.page('/fernhill/attendance');
    await page.getByText('Your manager sees the totals of a day, not the bars.').waitFor();
    stage.api.state.organization.attendance.settings.showsSessionTimes = true;
    await page.reload();
    await page.getByText('Your manager sees when sessions and pauses begin and end, never why.').waitFor();
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
