import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ensureBuilt } from '@devpulse/start/build/build';
import { type Bench, type BenchOptions, type BenchResult, rounded } from '../report.ts';

export type IdleSizes = { seconds: number };
const LONG: IdleSizes = { seconds: 240 };
const QUICK: IdleSizes = { seconds: 30 };
/** How far apart the app's ticks are while no window is shown. */
const LOOP_MS = 10_000;
const START_LIMIT_MS = 120_000;

/** What the running clock costs while its windows are hidden: the built main bundle under Node, with a stand-in for Electron. */
export const benchDesktopIdle: Bench = (options) =>
  measureDesktopIdle(options, options.isQuick ? QUICK : LONG);

type Counted = { seconds: number; cpuSeconds: number; wakeUps: number | null; timerFirings: number };

/** All of them at once, so that they share the same minutes of the same machine. */
export async function measureDesktopIdle(
  { say }: BenchOptions,
  { seconds }: IdleSizes,
): Promise<BenchResult> {
  await ensureBuilt(['desktop']);
  say(`desktop-idle: ${seconds} seconds of rest`);
  const [clockedIn, clockedOut, loop, nothing] = await Promise.all([
    runProcess('clocked-in', seconds),
    runProcess('clocked-out', seconds),
    runProcess('loop', seconds),
    runProcess('nothing', seconds),
  ]);
  const [ours, out, empty, bare] = [clockedIn, clockedOut, loop, nothing].map(figuresOf) as [
    Figures,
    Figures,
    Figures,
    Figures,
  ];
  return {
    figures: { ...ours, seconds, clockedOut: out },
    baseline: {
      emptyLoopCpuPercent: empty.cpuPercent,
      emptyLoopWakeUpsPerMinute: empty.wakeUpsPerMinute,
      emptyLoopTimersPerMinute: empty.timersPerMinute,
      noLoopCpuPercent: bare.cpuPercent,
      noLoopWakeUpsPerMinute: bare.wakeUpsPerMinute,
    },
    ratios: {
      timersVsEmptyLoop: rounded(ours.timersPerMinute / empty.timersPerMinute),
      wakeUpsVsEmptyLoop: rounded(ours.wakeUpsPerMinute / empty.wakeUpsPerMinute),
    },
    notes: [
      'signed in, clocked in, every window hidden, nothing waits to be sent; the same app clocked out in figures.clockedOut',
      `the empty loop is a Node process whose timer fires every ${LOOP_MS / 1_000} s and does nothing, as often as the hidden app ticks; the other one has no timer`,
      'wake-ups are voluntary context switches of the main thread, -1 where the system does not count them; windows and Electron’s own processes are not there to be measured',
    ],
  };
}

type Figures = { cpuPercent: number; wakeUpsPerMinute: number; timersPerMinute: number };

const figuresOf = ({ seconds, cpuSeconds, wakeUps, timerFirings }: Counted): Figures => ({
  cpuPercent: rounded((cpuSeconds / seconds) * 100, 3),
  wakeUpsPerMinute: wakeUps === null ? -1 : rounded((wakeUps / seconds) * 60, 1),
  timersPerMinute: rounded((timerFirings / seconds) * 60, 1),
});

async function runProcess(role: string, seconds: number): Promise<Counted> {
  const script = path.join(import.meta.dirname, 'idle-process.ts');
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC', NODE_ENV: 'production' };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, role, String(seconds), String(LOOP_MS)],
    { env: environment, timeout: START_LIMIT_MS + seconds * 1_000 },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Counted;
}
