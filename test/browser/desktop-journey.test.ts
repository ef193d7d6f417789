import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../apps/desktop/testing/built-app.ts';
import { DesktopDay, MINUTE } from './desktop-journey-day.ts';
import { setTheClock, sleepTooLong, workOnAfterTheEnd } from './desktop-journey-ends.ts';
import { lastAliveAt } from './desktop-journey-stage.ts';
import { zoneAtTen } from './desktop-journey-time.ts';
import { type Exchange, eventsOf } from './desktop-journey-traffic.ts';
import { pressOn } from './desktop-journey-windows.ts';
import { EVERY_KIND, unpublished, withAction, withEvent } from './desktop-journey-wire.ts';
import { accessibilityViolations } from './web-page.ts';

const TICK = 1000;
const REFRESH = '/api/v1/auth/refresh';

const day = new DesktopDay();
const { traffic, person } = day;

beforeAll(() => day.begin(), 90_000);
afterAll(() => day.end());

const takenTypes = () => traffic.taken.map(({ action }) => action.type);

/** As windows ask at once; each has its own way to the server. */
async function fiveCalls(): Promise<void> {
  await Promise.allSettled([
    day.electron.invoke('loadAccessLog'),
    day.electron.invoke('loadWeek', { day: null }),
    day.electron.invoke('loadWeek', { day: '2026-01-05' }),
    day.electron.invoke('manageDevices', { type: 'refresh' }),
    day.electron.invoke('entries', { type: 'send_now' }),
  ]);
}

const successor = (exchange?: Exchange) => (exchange?.answer as { refreshToken?: string })?.refreshToken;

describe('a working day', () => {
  test('signs in by the browser and a loopback address', async () => {
    await day.signIn();
    expect((await day.view()).work?.organization.slug).toBe('heron-sons');
    expect(await accessibilityViolations(day.main.page)).toEqual([]);
  });

  test('clocks in, takes a break, and decides on a pause without input', async () => {
    await day.press('Clock in', 'Take a break');
    expect((await day.view()).settings.zone.name).toBe(zoneAtTen());
    await day.pass(5);
    await day.press('Take a break', 'End break');
    await day.pass(9);
    await day.press('End break', 'Take a break');
    await day.pass(4);
    person.leave();
    await until(() => person.awayMs >= 12 * MINUTE, 90_000);
    expect(traffic.actions('pause_found')).toEqual([]);
    person.comeBack();
    await day.inPausesWindow('Count this pause?', /^Leave out/);
    await until(() => traffic.actions('pause_decided').length === 1);
    expect(traffic.actions('pause_found')).toMatchObject([{ kind: 'idle' }]);
  });

  test('clocks out, takes it back, and the server counts the same minutes', async () => {
    await day.press('Clock out', 'Undo');
    await day.press('Undo', 'Take a break');
    await day.pass(3);
    await day.press('Clock out', 'Undo');
    await day.synced();
    await expect.poll(async () => (await day.view()).work?.today.isCountedHere).toBe(false);
    const { today } = (await day.view()).work ?? {};
    expect(Math.floor((today?.workedMs ?? 0) / MINUTE)).toBe(12);
    expect(Math.floor((today?.breakMs ?? 0) / MINUTE)).toBe(9);
    await day.dashboard.goto(day.at('/heron-sons/attendance?view=table'));
    await day.dashboard
      .getByRole('table')
      .getByText(/^(0:12|12 min)/)
      .first()
      .waitFor();
  });

  test('works without network, and what was done arrives in its order', async () => {
    traffic.isOffline = true;
    await day.press('Clock in', 'Take a break');
    await day.press('Take a break', 'End break');
    await day.pass(2);
    await day.press('End break', 'Take a break');
    await day.main.page.getByText('Offline, 3 waiting').waitFor();
    expect(day.electron.record.trays[0]?.menu.map(({ label }) => label)).toContain(
      'Offline, 3 entries waiting',
    );
    const sent = takenTypes().length;
    traffic.isOffline = false;
    day.electron.record.trays[0]?.choose('Send now');
    await day.synced();
    expect(takenTypes().slice(sent)).toEqual(['clock_in', 'break_start', 'break_end']);
  });

  test('C-01, C-02 a clock that is set by hand moves no minute', () => setTheClock(day));

  test('D2 a session that was ended in the dashboard goes on where work went on', () =>
    workOnAfterTheEnd(day));

  test('S-07 a lost refresh and five calls at once: one refresh each time, and still signed in', async () => {
    await day.pass(9);
    await sleep(2 * TICK);
    await day.pass(9);
    const before = traffic.to(REFRESH).length;
    traffic.loseReplyTo = REFRESH;
    await fiveCalls();
    await fiveCalls();
    const [lost, repeat, ...more] = traffic.to(REFRESH).slice(before);
    expect([lost?.status, repeat?.status, more]).toEqual(['reply_lost', 200, []]);
    expect(repeat?.body).toEqual(lost?.body);
    expect(successor(repeat)).toBe(successor(lost));
    traffic.cutTokens = 5;
    await fiveCalls();
    expect(
      traffic
        .to(REFRESH)
        .slice(before + 2)
        .map(({ status }) => status),
    ).toEqual([200]);
    expect((await day.view()).screen).toEqual({ name: 'clock' });
  });

  test('asks before it quits while clocked in, and finds the gap when it starts again', async () => {
    day.electron.app.quit();
    await until(() => day.electron.record.boxes.length === 1);
    expect([day.electron.record.quits, day.electron.record.boxes[0]?.message]).toEqual([
      0,
      'Quit DevPulse while clocked in?',
    ]);
    await day.pass(1);
    day.electron.record.boxAnswer = 1;
    const quitAt = Date.now();
    day.electron.app.quit();
    await until(() => day.electron.record.quits === 1);
    expect(lastAliveAt(day.electron.record.userData)).toBeGreaterThanOrEqual(quitAt);
    await day.pass(25);
    await day.main.page.close();
    await day.startApp();
    await day.inPausesWindow('DevPulse was not running', /^Keep/);
    await day.button('Take a break').waitFor();
    await day.synced();
    expect(traffic.actions('pause_found')).toHaveLength(2);
    expect(traffic.actions('pause_found')[1]).toMatchObject({ kind: 'gap' });
    expect(traffic.actions('pause_decided').map((one) => one.decision)).toEqual(['excluded', 'counted']);
  });

  test('the last sign of life is on the disk when the machine shuts down', async () => {
    await day.pass(1);
    const at = Date.now();
    day.electron.power.emit('shutdown');
    expect(lastAliveAt(day.electron.record.userData)).toBeGreaterThanOrEqual(at);
    await day.main.page.close();
    await day.startApp();
    await day.button('Take a break').waitFor();
    await day.synced();
  });

  test('L-01 a session that nobody ended is over where the laptop went to sleep', () => sleepTooLong(day));

  test('a new zone of the system counts from then on', async () => {
    process.env.TZ = 'Europe/Athens';
    day.minutePassed?.();
    await until(() => traffic.actions('zone_change').length === 1);
    expect(traffic.actions('zone_change')).toEqual([{ type: 'zone_change', zone: 'Europe/Athens' }]);
    expect((await day.view()).settings.zone.name).toBe('Europe/Athens');
    await day.synced();
  });

  test('a device that is removed in the dashboard says so within 5 seconds of its next call', async () => {
    // The app asks by itself too, and may else know before anybody presses.
    traffic.isOffline = true;
    await pressOn(day.dashboard, day.at('/account/security'), /^Unlink/);
    await day.dashboard.getByRole('dialog').getByRole('button', { name: 'Unlink' }).click();
    await day.dashboard.getByText('None. Start the program on your computer').waitFor();
    await day.button('Clock out').click();
    await day.main.page.getByText('Offline, 1 waiting').waitFor();
    traffic.isOffline = false;
    day.electron.record.trays[0]?.choose('Send now');
    await day.main.page.getByRole('heading', { name: 'This device was removed' }).waitFor({ timeout: 5_000 });
    await day.main.page.getByText('1 entry recorded before that is kept here').waitFor();
    expect(day.main.complaints).toEqual([]);
  });
});

describe('what left the device on that day', () => {
  test('is the published list, field by field, and nothing else', () => {
    expect(traffic.exchanges.length).toBeGreaterThan(30);
    expect([...new Set(traffic.exchanges.flatMap(unpublished))]).toEqual([]);
    const kinds = traffic.exchanges.flatMap(eventsOf).map(({ action }) => action.type);
    expect([...new Set(kinds)].sort()).toEqual(EVERY_KIND);
  });

  test('the address that the browser opens names the device and nothing of the person', () => {
    const { pathname, searchParams } = new URL(day.connectAddress);
    expect(pathname).toBe('/connect');
    expect([...searchParams.keys()].sort()).toEqual([
      'app_version',
      'code_challenge',
      'code_challenge_method',
      'device_kind',
      'device_name',
      'device_os',
      'redirect_uri',
      'state',
    ]);
  });

  test.each([
    ['a field of an entry', withEvent({ windowTitle: 'secret.txt' }), 'body events.0.windowTitle'],
    ['a field of an action', withAction({ inputs: 12 }), 'body events.0.action.inputs'],
    ['a query', { query: { idle: '600' } }, 'query idle'],
    ['a header', { headers: ['accept', 'x-idle'] }, 'header x-idle'],
    ['another route', { pathname: '/api/v1/telemetry' }, 'route POST /api/v1/telemetry'],
  ])('%s beyond it would be found', (_, change, complaint) => {
    const sample = traffic.exchanges.find((one) => eventsOf(one).length > 0) as Exchange;
    const changed = typeof change === 'function' ? change(sample) : { ...sample, ...change };
    expect(unpublished(changed).join()).toContain(complaint);
  });
});
