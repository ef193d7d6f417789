import { expect } from 'vitest';
import { type DesktopDay, MINUTE } from './desktop-journey-day.ts';
import { pressOn } from './desktop-journey-windows.ts';

const HOUR = 60 * MINUTE;
const minutes = (milliseconds: number) => Math.floor(milliseconds / MINUTE);
/** Clocks of two machines agree to that, in milliseconds: what is asked and answered takes a while. */
const NEAR = 5_000;
const apart = (text: string | null, instant: number) => Math.abs(Date.parse(text ?? '') - instant);

/** Forward and back again during a break; what is done between counts as of when it was. */
export async function setTheClock(day: DesktopDay): Promise<void> {
  const on = await day.today();
  await day.settled();
  const before = (await day.told(on)).sheet;
  const sent = day.traffic.taken.length;
  day.time.set(3 * MINUTE);
  await seeClockChanged(day);
  const pausedAt = day.time.real();
  await day.press('Take a break', 'End break');
  await day.pass(2);
  day.time.set(0);
  await seeClockChanged(day);
  await day.press('End break', 'Take a break');
  await day.pass(4);
  await day.settled();
  const { sheet, session } = await day.told(on);
  expect([minutes(sheet.workedMs - before.workedMs), minutes(sheet.breakMs - before.breakMs)]).toEqual([
    4, 2,
  ]);
  expect([session.state, session.reviewReason]).toEqual(['open', null]);
  expect(day.traffic.taken.slice(sent).map(({ action }) => action.type)).toEqual([
    'clock_change',
    'break_start',
    'clock_change',
    'break_end',
  ]);
  const { occurredAt, offsetMs } = day.traffic.taken[sent + 1] ?? {};
  expect(Math.abs((occurredAt ?? 0) + (offsetMs ?? 0) - pausedAt)).toBeLessThan(NEAR);
  const jumps = day.traffic.actions('clock_change').map(({ jumpMs }) => Math.round(jumpMs / 1000));
  expect(jumps).toEqual([180, -180]);
}

async function seeClockChanged(day: DesktopDay): Promise<void> {
  const notice = day.main.page.getByRole('heading', { name: /^The clock was changed at \d/ });
  await notice.waitFor();
  await day.button('OK').click();
  await notice.waitFor({ state: 'detached' });
}

/** The laptop knows nothing of the clock-out, and is told of it with what was done on it after. */
export async function workOnAfterTheEnd(day: DesktopDay): Promise<void> {
  const on = await day.today();
  await day.settled();
  const before = (await day.told(on)).sheet;
  day.traffic.isOffline = true;
  await pressOn(day.dashboard, day.at('/heron-sons/attendance'), /^Clock out$/);
  await day.dashboard.getByText('Clocked out', { exact: true }).first().waitFor();
  const outAt = day.time.real();
  await day.pass(1);
  await day.press('Take a break', 'End break');
  await day.pass(2);
  await day.press('End break', 'Take a break');
  await day.pass(3);
  await day.sendNow();
  await day.button('Restore').waitFor();
  const ended = await day.told(on);
  expect(ended.session).toMatchObject({ state: 'closed', reviewReason: 'activity_after_end' });
  expect(apart(ended.sheet.lastOut, outAt)).toBeLessThan(NEAR);
  expect(minutes(ended.sheet.workedMs - before.workedMs)).toBe(0);
  expect(ended.sheet.breakMs).toBe(before.breakMs);
  await day.press('Restore', 'Take a break');
  await day.settled();
  const { sheet, session } = await day.told(on);
  expect(session).toMatchObject({ id: ended.session.id, state: 'open', endedAt: null, reviewReason: null });
  expect([minutes(sheet.workedMs - before.workedMs), minutes(sheet.breakMs - before.breakMs)]).toEqual([
    4, 2,
  ]);
  expect(day.traffic.actions('end_restored')).toHaveLength(1);
}

/** Longer than a session may last; and on the next day the person says that the end was right. */
export async function sleepTooLong(day: DesktopDay): Promise<void> {
  const on = await day.today();
  await day.settled();
  const before = (await day.told(on)).sheet;
  const sleptAt = day.time.real();
  day.electron.power.emit('suspend');
  day.time.pass(15 * HOUR);
  day.electron.power.emit('resume');
  await day.button(/^\d\d:\d\d.* is right$/).waitFor();
  await day.settled();
  const assumed = await day.told(on);
  expect(assumed.session).toMatchObject({ state: 'auto_closed', endReason: 'max_length' });
  expect([assumed.session.reviewReason, assumed.sheet.autoClosed]).toEqual(['assumed_end', 1]);
  expect(apart(assumed.sheet.lastOut, sleptAt)).toBeLessThan(NEAR);
  expect(minutes(assumed.sheet.workedMs - before.workedMs)).toBe(0);
  await day.press(/^\d\d:\d\d.* is right$/, 'Clock in');
  await day.settled();
  const { sheet, session } = await day.told(on);
  expect([session.reviewReason, session.endedAt, sheet.autoClosed]).toEqual([
    null,
    assumed.session.endedAt,
    0,
  ]);
  expect(sheet.workedMs).toBe(assumed.sheet.workedMs);
  expect(day.traffic.actions('end_confirmed')).toHaveLength(1);
  await day.press('Clock in', 'Take a break');
}
