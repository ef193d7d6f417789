import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshAttendance } from '../../apps/web/test/fixture-attendance-data.ts';
import { onKeyboard } from './keyboard.ts';
import { OrganizationStage } from './organization-stage.ts';
import { accessibilityViolations } from './web-page.ts';

vi.setConfig({ testTimeout: 60_000 });

let stage: OrganizationStage;
beforeAll(async () => {
  stage = await OrganizationStage.open();
}, 60_000);
afterAll(() => stage?.close());
afterEach(() => stage.closePages());

const clockOf = (page: Page) => page.getByRole('banner').getByRole('region', { name: 'Clock', exact: true });
type Sent = { seq: number; offsetMs: number | null; action: { type: string; endedAt?: number } };
const sent = () =>
  stage.changes
    .filter(({ id }) => id === 'sendAttendanceEvents')
    .map(({ body }) => (body as { events: Sent[] }).events[0]);

describe('the clock at the foot of every page', () => {
  test('breaks, goes on, clocks out, undoes and clocks in, by keyboard alone', async () => {
    const page = await stage.page('/fernhill/people', {}, { timezoneId: 'Asia/Tokyo' });
    const keys = onKeyboard(page);
    const clock = clockOf(page);
    await clock.getByText('Clocked in, 4 h 59 min').waitFor();
    await clock.getByText('since 08:58, less pauses').waitFor();
    await keys.press('Break');
    await clock.getByText('On a break, 0 min').waitFor();
    expect(await clock.getByRole('status').first().textContent()).toBe('On a break since 14:32');
    await keys.press('Back to work');
    await clock.getByText('Clocked in, 4 h 59 min').waitFor();
    await keys.press('Clock out');
    await clock.getByText('Clocked out', { exact: true }).first().waitFor();
    await keys.press('Undo the clock-out at 14:32');
    await clock.getByText('Clocked in, 4 h 59 min').waitFor();
    await keys.press('Clock out');
    await keys.press('Clock in');
    await clock.getByText('Clocked in, 0 min').waitFor();
    expect(sent().map((event) => event?.action.type)).toEqual([
      'break_start',
      'break_end',
      'clock_out',
      'clock_out_undone',
      'clock_out',
      'clock_in',
    ]);
    expect(sent().map((event) => event?.seq)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(sent().at(-1)?.action).toMatchObject({ zone: 'Asia/Tokyo' });
  });

  test('another tab that was first changes nothing for the person', async () => {
    const page = await stage.page('/fernhill/attendance');
    stage.api.state.organization.attendance.seqTaken = 4;
    await clockOf(page).getByRole('button', { name: 'Break' }).click();
    await clockOf(page).getByText('On a break, 0 min').waitFor();
    expect(sent().map((event) => event?.seq)).toEqual([11]);
  });

  test('a tab that shows what is over says so, and then shows what is', async () => {
    // a page that does not follow what happens
    const page = await stage.page('/fernhill/people');
    await clockOf(page).getByText('Clocked in, 4 h 59 min').waitFor();
    stage.api.state.organization.attendance.sessions.pop();
    await clockOf(page).getByRole('button', { name: 'Break' }).click();
    await clockOf(page).getByText('This session has ended already, perhaps in another window.').waitFor();
    await clockOf(page).getByRole('button', { name: 'Clock in' }).waitFor();
  });

  test('without a network nothing is sent, it is said, and the page stays', async () => {
    const page = await stage.page('/fernhill/attendance');
    const clock = clockOf(page);
    await page.context().setOffline(true);
    await clock.getByRole('button', { name: 'Break' }).click();
    await clock.getByRole('alert').getByText('This device has no network. Nothing was sent.').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Attendance');
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.context().setOffline(false);
    await clock.getByRole('button', { name: 'Break' }).click();
    await clock.getByText('On a break, 0 min').waitFor();
    expect(await clock.getByRole('alert').count()).toBe(0);
    expect(sent()).toHaveLength(1);
  });

  test('an undo goes when its minute is over', async () => {
    const { sessions } = freshAttendance();
    const undoableUntil = '2026-11-20T13:32:02.000Z';
    const attendance = freshAttendance({ sessions: sessions.slice(0, -1), undoableUntil });
    const page = await stage.page('/fernhill/attendance', { attendance });
    const undo = clockOf(page).getByRole('button', { name: /^Undo the clock-out/ });
    await undo.waitFor();
    await undo.waitFor({ state: 'detached', timeout: 6000 });
  });

  test('works without script, in the zone of the member', async () => {
    const attendance = freshAttendance({ sessions: [] });
    const page = await stage.page('/fernhill/attendance', { attendance }, { javaScriptEnabled: false });
    await clockOf(page).getByRole('button', { name: 'Clock in' }).click();
    await clockOf(page).getByText('Clocked in, 0 min').waitFor();
    expect(sent()[0]?.action).toMatchObject({ type: 'clock_in', zone: 'Europe/Berlin' });
  });
});

describe('what waits for an answer', () => {
  test('leads from the clock to the questions, and each is answered by one button', async () => {
    const page = await stage.page('/fernhill/people');
    await clockOf(page).getByRole('link', { name: '1 pause to decide, 1 session to check' }).click();
    const card = page.getByRole('region', { name: 'Your unresolved time' });
    await card.getByText('Thu 19 Nov, 12:50–13:27').waitFor();
    await card.getByRole('button', { name: 'Keep as work' }).click();
    await card.getByText('Thu 19 Nov, 12:50–13:27').waitFor({ state: 'detached' });
    await card.getByRole('button', { name: 'That is right' }).click();
    await card.waitFor({ state: 'detached' });
    expect(sent().map((event) => event?.action)).toMatchObject([
      { type: 'pause_decided', decision: 'counted' },
      { type: 'end_confirmed' },
    ]);
    await page.getByText('8 h 09 min').first().waitFor();
  });
});

describe('an assumed end on the page of its day', () => {
  test('is confirmed with the words and the act of the week, by keyboard alone', async () => {
    const page = await stage.page('/fernhill/attendance/days/2026-11-18');
    const sessions = page.getByRole('region', { name: 'Sessions' });
    const why = 'Closed automatically: 17:19 is the last that was heard. A clock-out that arrives later';
    await sessions.getByText(why).waitFor();
    await sessions.getByRole('form', { name: 'Session of Wed 18 Nov, 08:56–17:19' }).waitFor();
    expect(await sessions.getByRole('button', { name: 'Restore the later end' }).count()).toBe(0);
    expect(await accessibilityViolations(page)).toEqual([]);
    await onKeyboard(page).press('That is right');
    await sessions.getByRole('button', { name: 'That is right' }).waitFor({ state: 'detached' });
    await sessions.getByText('Closed automatically. Begun on studio-pc.').waitFor();
    expect(sent().map((event) => event?.action)).toMatchObject([{ type: 'end_confirmed' }]);
    await page.goto(`${stage.web.url}/fernhill/attendance`);
    await page.getByRole('region', { name: 'Your unresolved time' }).getByText('Thu 19 Nov').waitFor();
    expect(await page.getByRole('button', { name: 'That is right' }).count()).toBe(0);
  });

  test('can be the later one, where another clock went on; what is settled asks nothing', async () => {
    const { sessions } = freshAttendance();
    const [, , , assumed] = sessions;
    if (assumed) Object.assign(assumed, { state: 'closed', reviewReason: 'activity_after_end' });
    const attendance = freshAttendance({ sessions });
    const page = await stage.page('/fernhill/attendance/days/2026-11-18', { attendance });
    const form = page.getByRole('form', { name: 'Session of Wed 18 Nov, 08:56–17:19' });
    await page.getByText('Clocked out at 17:19, and another of your clocks went on after it.').waitFor();
    await form.getByRole('button', { name: 'Restore the later end' }).click();
    await expect.poll(() => sent().map((event) => event?.action.type)).toEqual(['end_restored']);
    await page.goto(`${stage.web.url}/fernhill/attendance/days/2026-11-17`);
    await page.getByText('Correct 08:56–17:30').waitFor();
    expect(await page.getByRole('form', { name: /^Session of/ }).count()).toBe(0);
  });
});

test('who stopped earlier says when; a time outside the session is said at its input', async () => {
  const page = await stage.page('/fernhill/attendance');
  const card = page.getByRole('region', { name: 'Clocked in since 08:58' });
  await card.getByText('I stopped earlier').click();
  const out = card.getByLabel('Out', { exact: true });
  expect(await out.inputValue()).toBe('2026-11-20T14:32');
  await out.fill('2026-11-20T08:00');
  await card.getByRole('button', { name: 'Clock out then' }).click();
  await card.getByText('Give one between 20 Nov, 08:58 and now.').waitFor();
  expect(await out.getAttribute('aria-invalid')).toBe('true');
  expect(sent()).toEqual([]);
  await out.fill('2026-11-20T13:05');
  await card.getByRole('button', { name: 'Clock out then' }).click();
  await clockOf(page).getByRole('button', { name: 'Clock in' }).waitFor();
  await card.waitFor({ state: 'detached' });
  const { action, offsetMs } = sent()[0] ?? {};
  expect(action).toMatchObject({ type: 'clock_out', reason: 'earlier' });
  expect((action?.endedAt ?? 0) + (offsetMs ?? 0)).toBe(Date.parse('2026-11-20T12:05:00Z'));
});

test('pauses of a day are answered on its page, together, with what each makes of the day', async () => {
  const page = await stage.page('/fernhill/attendance/days/2026-11-19');
  const card = page.getByRole('region', { name: 'Count these pauses?' });
  await card.getByText('Thu is 7 h 32 min without them.').waitFor();
  await card.getByRole('radio', { name: /^Keep/ }).check();
  await card.getByText('Thu becomes 8 h 09 min').waitFor();
  await card.getByRole('button', { name: 'Save the answers' }).click();
  await card.waitFor({ state: 'detached' });
  expect(sent().map((event) => event?.action)).toMatchObject([
    { type: 'pause_decided', decision: 'counted' },
  ]);
  const stretches = page.getByRole('list', { name: 'Stretches' });
  expect(await stretches.getByText('unresolved').count()).toBe(0);
});

describe('keys', () => {
  test('g and a letter leads to a page, not while something is typed, and not once it is off', async () => {
    const page = await stage.page('/fernhill/people');
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
    await page.getByLabel('E-mail addresses').focus();
    await page.keyboard.type('ga');
    await page.waitForTimeout(300);
    expect(new URL(page.url()).pathname).toBe('/fernhill/people');
    await page.getByRole('heading', { name: 'People', level: 1 }).click();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForURL('**/fernhill/attendance');
    await page.goto(`${stage.web.url}/account`);
    const toggle = page.getByRole('switch', { name: 'Letters lead to pages' });
    await toggle.click();
    await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('false');
    await page.goto(`${stage.web.url}/fernhill/people`);
    await page.getByRole('heading', { name: 'People', level: 1 }).click();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForTimeout(500);
    expect(new URL(page.url()).pathname).toBe('/fernhill/people');
  });
});
