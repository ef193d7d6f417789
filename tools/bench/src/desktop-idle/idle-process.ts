import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inRepository } from '@devpulse/start/repository';
import { ACCOUNT, answerAsServer, SERVER, SIGN_IN } from './stand-in-server.ts';

/** One of the processes that are compared: prints what it cost from when it has come to rest. */
const [role = '', secondsText = '', loopMsText = ''] = process.argv.slice(2);
const REST_MS = 4_000;
const SYNC_LIMIT_MS = 30_000;

/** What the bench uses of apps/desktop/testing, which it may not import. */
type BuiltApp = {
  record: { windows: { isShown: boolean; hide(): void }[]; idleSeconds: number; fetch: typeof fetch };
  invoke: (channel: string, argument?: unknown) => Promise<unknown>;
};
type View = { work: { clock: { state: string } } | null; sync: { state: string } };

let fired = 0;
/** Every timer from here on says when it fires. */
function countTimers(): void {
  const counting =
    <Timer>(plan: (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) => Timer) =>
    (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
      plan(
        (...now) => {
          fired += 1;
          run(...now);
        },
        ms,
        ...given,
      );
  globalThis.setInterval = counting(globalThis.setInterval) as typeof setInterval;
  globalThis.setTimeout = counting(globalThis.setTimeout) as typeof setTimeout;
}

async function startApp(isClockedIn: boolean): Promise<void> {
  const userData = mkdtempSync(path.join(tmpdir(), 'devpulse-bench-desktop-'));
  process.once('exit', () => rmSync(userData, { recursive: true, force: true }));
  const write = (name: string, content: string) => writeFileSync(path.join(userData, name), content);
  write('settings.json', JSON.stringify({ server: SERVER }));
  write('sign-in.bin', `sealed:${Buffer.from(JSON.stringify(SIGN_IN)).toString('base64')}`);
  write('server-facts.json', JSON.stringify({ userId: SIGN_IN.userId, account: ACCOUNT }));
  const testing = pathToFileURL(inRepository('apps/desktop/testing/built-app.ts')).href;
  const { startBuiltApp } = (await import(testing)) as {
    startBuiltApp: (given: { userData: string }) => Promise<BuiltApp>;
  };
  const app = await startBuiltApp({ userData });
  app.record.fetch = answerAsServer;
  app.record.idleSeconds = 3;
  if (isClockedIn) await app.invoke('clock', { type: 'clock_in' });
  await untilSynced(app);
  for (const window of app.record.windows) window.hide();
  const view = (await app.invoke('getView')) as View;
  const state = view.work?.clock.state;
  if (state !== (isClockedIn ? 'in' : 'out')) throw new Error(`the clock is ${state}`);
  if (app.record.windows.some(({ isShown }) => isShown)) throw new Error('a window is shown');
}

/** A try that failed before the server was there is made again, which would be counted as a timer of the clock. */
async function untilSynced(app: BuiltApp): Promise<void> {
  const deadline = performance.now() + SYNC_LIMIT_MS;
  while (((await app.invoke('getView')) as View).sync.state !== 'synced') {
    if (performance.now() > deadline) throw new Error('the app does not get in step with its server');
    await sleep(100);
  }
}

/** Of the main thread: how often it woke up from waiting; null where the system does not say. */
function wakeUps(): number | null {
  if (process.platform !== 'linux') return null;
  const status = readFileSync(`/proc/self/task/${process.pid}/status`, 'utf8');
  return Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN);
}

countTimers();
if (role === 'clocked-in' || role === 'clocked-out') await startApp(role === 'clocked-in');
if (role === 'loop') setInterval(() => {}, Number(loopMsText));
await sleep(REST_MS);
const before = { cpu: process.cpuUsage(), wakeUps: wakeUps(), fired, at: performance.now() };
await sleep(Number(secondsText) * 1_000);
const cpu = process.cpuUsage(before.cpu);
const wakeUpsNow = wakeUps();
const seconds = (performance.now() - before.at) / 1_000;
const counted = {
  seconds,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  wakeUps: wakeUpsNow === null || before.wakeUps === null ? null : wakeUpsNow - before.wakeUps,
  timerFirings: fired - before.fired,
};
console.log(JSON.stringify(counted));
process.exit(0);
