import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshAttendance, JONAS } from '../../apps/web/test/fixture-attendance-data.ts';
import { INES } from '../../apps/web/test/fixture-people.ts';
import { OrganizationStage, press } from './organization-stage.ts';

vi.setConfig({ testTimeout: 60_000 });

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

async function fileOf(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

describe('corrections of one’s own', () => {
  test('other times keep what was not touched; an end before the start is said at its input', async () => {
    const page = await stage.page('/fernhill/attendance/days/2026-11-17');
    await page.getByText('Correct 08:56–17:30').click();
    await page.getByLabel('Out', { exact: true }).first().fill('2026-11-17T07:00');
    await page.getByLabel('Reason').first().fill('Went on after it.');
    await press(page, 'Send request');
    await page.getByText('Out is before in.').waitFor();
    const out = page.getByLabel('Out', { exact: true }).first();
    expect(await out.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Reason').first().inputValue()).toBe('Went on after it.');
    await out.fill('2026-11-17T18:15');
    await press(page, 'Send request');
    await page.getByText('Until it is decided, nothing changes').waitFor();
    const change = await stage.arrived('askCorrection');
    expect(change?.body).toEqual({
      id: expect.any(String),
      session: expect.any(String),
      after: { startedAt: '2026-11-17T07:56:00.000Z', endedAt: '2026-11-17T17:15:00.000Z' },
      reason: 'Went on after it.',
    });
  });

  test('locked days and another session in the way are two things, each with its way out', async () => {
    const page = await stage.page('/fernhill/attendance/days/2026-11-17');
    await page.getByText('Correct 08:56–17:30').click();
    await page.getByLabel('Out', { exact: true }).first().fill('2026-11-17T18:15');
    await page.getByLabel('Reason').first().fill('Over another one.');
    await press(page, 'Send request');
    await page.getByText('These times overlap your session 18:10–18:40, begun on Tue 17 Nov.').waitFor();
    await page.getByText('Change one of the two.').waitFor();
    await page.getByLabel('Reason').first().fill('Locked as it is.');
    await press(page, 'Send request');
    await page.getByText('These times reach into days that are locked').waitFor();
    await page.getByText('Ask an Admin to unlock them, with a reason.').waitFor();
    expect(await page.getByText('overlap your session').count()).toBe(0);
    expect(await page.getByLabel('Reason').first().inputValue()).toBe('Locked as it is.');
  });

  test('time by hand, a removed session, and a request that is taken back', async () => {
    const page = await stage.page('/fernhill/attendance/days/2026-11-17');
    await page.getByText('Ask for time that no clock recorded').click();
    const entry = page.locator('form', { has: page.getByRole('button', { name: 'Ask for this time' }) });
    await entry.getByLabel('In', { exact: true }).fill('2026-11-17T19:00');
    await entry.getByLabel('Out', { exact: true }).fill('2026-11-17T20:00');
    await entry.getByLabel('Reason').fill('A call from the train.');
    await entry.getByRole('button', { name: 'Ask for this time' }).click();
    expect((await stage.arrived('askCorrection'))?.body).toEqual({
      id: expect.any(String),
      after: { startedAt: '2026-11-17T18:00:00.000Z', endedAt: '2026-11-17T19:00:00.000Z', breaks: [] },
      reason: 'A call from the train.',
    });
    await page.getByText('Correct 08:56–17:30').click();
    expect(await page.getByText('Remove 08:56–17:30', { exact: true }).count()).toBe(1);
    await press(page, 'Remove 08:56–17:30');
    await page.getByRole('dialog').getByLabel('Reason').fill('Left it running.');
    await page.getByRole('dialog').getByRole('button', { name: 'Send request' }).click();
    await expect.poll(() => stage.changes.length).toBe(2);
    expect(stage.changes.at(-1)?.body).toMatchObject({ after: null, reason: 'Left it running.' });
    await page.goto(`${stage.web.url}/fernhill/attendance/requests`);
    await page
      .getByRole('button', { name: /^Take back: / })
      .first()
      .click();
    await stage.arrived('withdrawCorrection');
    await page.getByText('Taken back').first().waitFor();
    await press(page, 'Let it count');
    await stage.arrived('acceptHeldEvents');
  });

  test('leave is noted', async () => {
    const page = await stage.page('/fernhill/attendance');
    await page.getByText('Note a day of leave').click();
    await page.getByLabel('Day', { exact: true }).fill('2026-12-18');
    await page.getByLabel('Half a day').check();
    await press(page, 'Save the day');
    await page.getByText('Vacation, half a day').waitFor();
    expect(await stage.arrived('setOwnLeave')).toMatchObject({
      params: { day: '2026-12-18' },
      body: { kind: 'vacation', portion: 'half' },
    });
  });
});

test('the zone and the idle threshold are one’s own, within what the organization allows', async () => {
  const page = await stage.page('/fernhill/attendance/choices');
  await page.getByLabel('Zone of my days').selectOption('Asia/Tokyo');
  await press(page, 'Save the zone');
  expect((await stage.arrived('setOwnZone'))?.body).toEqual({ zone: 'Asia/Tokyo' });
  await page.getByText('It counts from now on.').waitFor();
  const minutes = page.getByLabel('Ask after, minutes without input');
  await minutes.fill('20');
  await page.getByRole('switch', { name: 'Ask me about time without input' }).uncheck();
  await press(page, 'Save when to ask');
  expect((await stage.arrived('updateClockChoices'))?.body).toEqual({
    idleThresholdMinutes: 20,
    isDetectionOn: false,
  });
});

describe('of a team', () => {
  test('requests are approved, or declined with a reason; nobody decides on their own', async () => {
    const page = await stage.page('/fernhill/attendance/team', { role: 'manager' });
    const card = page.getByRole('region', { name: 'Corrections to decide' });
    const own = card.getByRole('article', { name: 'Ines Aguiar, Tue 17 Nov' });
    expect(await own.getByRole('button').count()).toBe(0);
    await press(page, 'Decline with a reason: Jonas Brandt, Tue 17 Nov');
    await page.getByRole('dialog').getByLabel('Reason').fill('The log shows 16:20.');
    await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click();
    expect((await stage.arrived('declineCorrection'))?.body).toEqual({
      version: 1,
      reason: 'The log shows 16:20.',
    });
    await card.getByRole('article', { name: 'Jonas Brandt, Tue 17 Nov' }).waitFor({ state: 'detached' });
  });

  test('a manager chooses among the teams that they manage, and is shown everybody instead of another', async () => {
    const page = await stage.page('/fernhill/attendance/team', { role: 'manager' });
    await page.getByText(/^Everybody, \d people/).waitFor();
    expect(await page.getByRole('combobox', { name: 'Team' }).count()).toBe(0);
    const [managed, other] = stage.api.state.organization.teams;
    managed?.managers.push({ userId: INES.id, name: INES.name });
    await page.reload();
    const options = page.getByRole('combobox', { name: 'Team' }).locator('option');
    expect(await options.allTextContents()).toEqual(['Everybody within reach', managed?.name]);
    await page.goto(`${stage.web.url}/fernhill/attendance/team?team=${other?.id}`);
    await page.getByText(/^Everybody, \d people/).waitFor();
    await page.goto(`${stage.web.url}/fernhill/attendance/team?team=${managed?.id}`);
    await page.getByText(new RegExp(`^${managed?.name}, `)).waitFor();
  });

  test('what somebody else has decided meanwhile is said', async () => {
    const page = await stage.page('/fernhill/attendance/team');
    const [first] = stage.api.state.organization.attendance.toDecide;
    if (first) first.version = 2;
    await press(page, 'Approve: Jonas Brandt, Tue 17 Nov');
    await page.getByText('Somebody else has decided this meanwhile.').waitFor();
  });

  test('days are locked once nothing is open, and unlocked with a reason', async () => {
    const page = await stage.page('/fernhill/attendance/team');
    await press(page, 'Lock up to Sun, 15 Nov 2026');
    expect((await stage.arrived('lockAttendance'))?.body).toEqual({ through: '2026-11-15' });
    await press(page, 'Unlock the days of Jonas Brandt');
    await page.getByRole('dialog').getByLabel('Reason').fill('A mistake in October.');
    await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click();
    expect(await stage.arrived('unlockAttendance')).toMatchObject({
      params: { member: JONAS.userId },
      body: { through: null, reason: 'A mistake in October.' },
    });
  });

  test('what is open stands instead of the lock', async () => {
    const attendance = freshAttendance();
    attendance.locks.unsettled = [
      { member: JONAS, undecidedCorrections: 2, unresolvedPauses: 1, sessionsToReview: 0, openSessions: 0 },
    ];
    const page = await stage.page('/fernhill/attendance/team', { attendance });
    await page.getByText('2 corrections to decide, 1 unresolved pause').waitFor();
    expect(await page.getByRole('button', { name: /^Lock up to/ }).count()).toBe(0);
  });
});

test('rules are saved part by part; what is out of bounds is said at its input', async () => {
  const page = await stage.page('/fernhill/settings/attendance');
  await page.getByLabel('Longest open time, hours').fill('10.5');
  await press(page, 'Save the limits');
  expect((await stage.arrived('updateAttendanceSettings'))?.body).toEqual({
    maxOpenMinutes: 630,
    reminderMinutes: 600,
    breakReminderMinutes: 120,
  });
  await page.getByLabel('Every member sees who is in').check();
  await press(page, 'Save what others see');
  await expect.poll(() => stage.changes.length).toBe(2);
  expect(stage.changes.at(-1)?.body).toEqual({ sharesPresence: true, showsSessionTimes: false });
  await page.getByLabel('Fri', { exact: true }).fill('6');
  await press(page, 'Save the target');
  await expect.poll(() => stage.changes.length).toBe(3);
  expect(stage.changes.at(-1)?.body).toEqual({
    target: { effectiveFrom: '2026-11-20', minutes: [480, 480, 480, 480, 360, 0, 0] },
  });
});

test('CSV and PDF are of what is shown, and no formula runs in a spreadsheet', async () => {
  const page = await stage.page('/fernhill/attendance?week=2026-11-10');
  const csv = await fileOf(page, 'CSV of this week');
  expect(csv.split('\r\n')[1]).toMatch(/^Ines Aguiar,2026-11-09,Europe\/Berlin,/);
  expect(await fileOf(page, 'PDF timesheet of this week')).toMatch(/^%PDF/);
  await page.goto(`${stage.web.url}/fernhill/attendance/team`);
  expect((await fileOf(page, 'CSV of this week')).split('\r\n')[1]).toMatch(/^'=Jonas,/);
  const refused = await page.request.get(`${stage.web.url}/fernhill/attendance/csv?from=2026-11-09&to=soon`);
  expect(refused.status()).toBe(404);
  const foreign = await page.request.get(
    `${stage.web.url}/fernhill/attendance/csv?from=2026-11-09&to=2026-11-10`,
    {
      headers: { 'sec-fetch-site': 'cross-site' },
    },
  );
  expect(foreign.status()).toBe(403);
});
