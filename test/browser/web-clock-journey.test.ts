import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../apps/desktop/testing/built-app.ts';
import { actionOf, ClockAct } from '../../apps/web/src/features/clock/clock-act.ts';
import { DesktopDay, MINUTE } from './desktop-journey-day.ts';
import { eventsOf } from './desktop-journey-traffic.ts';
import { pressOn } from './desktop-journey-windows.ts';
import { unpublished, withAction } from './desktop-journey-wire.ts';
import { WebClockTraffic } from './web-clock-traffic.ts';

const HOUR = 60 * MINUTE;
const minutes = (milliseconds: number) => Math.floor(milliseconds / MINUTE);

const day = new DesktopDay();
const web = new WebClockTraffic();
/** The laptop’s uploads pass the dashboard as well. */
const ofDashboard = () => {
  const laptop = day.traffic.exchanges.find(({ pathname }) => pathname.endsWith('/events'))?.pathname;
  return web.uploads.filter(({ pathname, status }) => pathname !== laptop && status === 200);
};
const told = () => ofDashboard().flatMap(eventsOf);

beforeAll(() => day.begin({ between: web.between }), 90_000);
afterAll(async () => {
  await day.end();
  web.close();
});

/** Opens the page of one's own hours, presses a button there, and waits for what the clock says then. */
async function press(name: RegExp, then: RegExp): Promise<void> {
  const sent = told().length;
  await pressOn(day.dashboard, day.at('/heron-sons/attendance'), name);
  await until(() => told().length > sent, 10_000);
  await day.dashboard.getByRole('region', { name: 'Clock', exact: true }).getByText(then).first().waitFor();
}

/** The laptop sleeps for so long. */
function sleepFor(milliseconds: number): void {
  day.electron.power.emit('suspend');
  day.time.pass(milliseconds);
  day.electron.power.emit('resume');
}

describe('a working day by the clock of the dashboard, with a laptop beside it', () => {
  test('D1 the laptop joins what the dashboard began', async () => {
    await day.signIn();
    await press(/^Clock in$/, /^Clocked in/);
    await day.pass(5);
    await day.press('Clock in', 'Take a break');
    await day.settled();
    const { sheet, session } = await day.told(await day.today());
    expect([minutes(sheet.workedMs), sheet.sessions, session.openedOn]).toEqual([5, 1, null]);
    expect(session.aliases).toHaveLength(1);
  });

  test('a break, and the answer to a pause that the laptop found', async () => {
    await press(/^Break$/, /^On a break/);
    await day.pass(3);
    await press(/^Back to work$/, /^Clocked in/);
    await day.ask();
    sleepFor(25 * MINUTE);
    await until(() => day.traffic.actions('pause_found').length === 1);
    await day.settled();
    await press(/^Leave out$/, /^Clocked in/);
    const { sheet } = await day.told(await day.today());
    expect([sheet.breakMs, sheet.excludedMs, sheet.workedMs].map(minutes)).toEqual([3, 25, 5]);
    expect(sheet.unresolvedMs).toBe(0);
  });

  test('a clock-out that is taken back, and one after which the laptop was in use', async () => {
    await press(/^Clock out$/, /^Clocked out/);
    await press(/^Undo the clock-out/, /^Clocked in/);
    day.traffic.isOffline = true;
    await press(/^Clock out$/, /^Clocked out/);
    await day.press('Take a break', 'End break');
    await day.pass(2);
    await day.press('End break', 'Take a break');
    await day.sendNow();
    const { session } = await day.told(await day.today());
    expect(session).toMatchObject({ state: 'closed', reviewReason: 'activity_after_end' });
    await press(/^Restore the later end$/, /^Clocked in/);
    const { sheet } = await day.told(await day.today());
    expect([sheet.lastOut, minutes(sheet.breakMs)]).toEqual([null, 5]);
  });

  test('the end of a session that sleep ended is confirmed there', async () => {
    const on = await day.today();
    await day.ask();
    await day.button('Take a break').waitFor();
    sleepFor(15 * HOUR);
    await until(() => day.traffic.actions('clock_out').length === 1);
    await day.settled();
    expect((await day.told(on)).session.reviewReason).toBe('assumed_end');
    await press(/^That is right$/, /^Clocked out/);
    const { sheet, session } = await day.told(on);
    expect([session.reviewReason, sheet.autoClosed]).toEqual([null, 0]);
  });
});

describe('what the dashboard told of it', () => {
  test('is the published list, field by field, for every button of the clock', () => {
    expect([...new Set(web.uploads.flatMap(unpublished))]).toEqual([]);
    const kinds = told().map(({ action }) => action.type);
    expect([...new Set(kinds)].sort()).toEqual(kindsOfButtons());
  });

  test('a field beyond it would be found', () => {
    const [sample] = ofDashboard();
    if (!sample) throw new Error('Nothing was told');
    expect(unpublished(withAction({ page: '/people' })(sample)).join()).toContain('action.page');
    expect(unpublished({ ...sample, headers: ['x-page'] }).join()).toContain('header x-page');
  });
});

function kindsOfButtons(): string[] {
  const scene = { time: { now: 0, offsetMs: 0 }, zone: 'UTC', newId: randomUUID, readEnd: () => 0 };
  const about = { session: randomUUID(), pause: randomUUID(), at: '2026-01-05T09:00:00Z', endedAt: '' };
  const acts = ClockAct.options.map(({ shape }) => ClockAct.parse({ ...about, act: shape.act.value }));
  return [...new Set(acts.map((act) => actionOf(act, scene).type))].sort();
}
