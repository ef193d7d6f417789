import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, StartFailure } from '../failure.ts';
import { stopProcess } from '../processes.ts';
import { pinnedNode } from '../repository.ts';
import { serverFlags } from '../server-flags.ts';
import { openChildLog, warningOf } from './child-log.ts';
import { answers } from './readiness.ts';

export interface ChildPlan {
  name: string;
  /** Absolute path of the script that the pinned Node runs. */
  script: string;
  args?: readonly string[];
  cwd: string;
  environment: Record<string, string>;
  /** Answers 200 when the child is ready; a child without it is ready when it runs. */
  readyUrl?: string;
  /** How long it may take to end after SIGTERM. */
  stopMilliseconds: number;
  /** True shows every line on the terminal instead of warnings and errors. */
  isTalkative?: boolean;
  /** True for a child that may end by itself. */
  mayEnd?: boolean;
}

export interface ChildHost {
  logDirectory: string;
  log(line: string): void;
  /** Called with the new pid after every start and with undefined after every end. */
  onProcess(name: string, pid: number | undefined): void;
  /** Called once when the child keeps dying. */
  onGiveUp(reason: string): void;
}

export interface ManagedChild {
  name: string;
  /** Rejects with the child's last log lines when it ends before it is ready. */
  ready: Promise<void>;
  stop(): Promise<void>;
  kill(): void;
}

const readyLimitMilliseconds = 90_000;
const readMilliseconds = 250;
const deathsAllowed = 3;
const deathWindowMilliseconds = 60_000;

interface Running {
  process: ChildProcess;
  pid: number;
  /** Resolves with a description of how the process ended. */
  ended: Promise<string>;
  lastLines(): string;
}

/** Starts a child; from the moment that it is ready it is started again when it dies. */
export function startChild(plan: ChildPlan, host: ChildHost): ManagedChild {
  const state = { isStopping: false, current: launch(plan, host) };
  const ready = waitUntilReady(plan, state.current, logFileOf(plan, host));
  ready.then(() => keepAlive(plan, host, state)).catch(() => {}); // whoever waits for `ready` handles its failure
  return {
    name: plan.name,
    ready,
    async stop() {
      state.isStopping = true;
      await stopProcess(state.current.pid, [
        { signal: 'SIGTERM', waitMilliseconds: plan.stopMilliseconds },
        { signal: 'SIGKILL', waitMilliseconds: 2_000 },
      ]);
    },
    kill() {
      state.isStopping = true;
      state.current.process.kill('SIGKILL');
    },
  };
}

async function keepAlive(
  plan: ChildPlan,
  host: ChildHost,
  state: { isStopping: boolean; current: Running },
): Promise<void> {
  const log = logFileOf(plan, host);
  let deaths: number[] = [];
  for (;;) {
    const how = await state.current.ended;
    if (state.isStopping) return;
    if (plan.mayEnd && how === 'exit code 0') return host.log(`${plan.name} has finished`);
    deaths = [...deaths.filter((at) => Date.now() - at < deathWindowMilliseconds), Date.now()];
    if (deaths.length >= deathsAllowed) {
      return host.onGiveUp(
        `${plan.name} died ${deaths.length} times within a minute (${how}). Its log: ${log}`,
      );
    }
    host.log(`${plan.name} died (${how}); starting it again. Its log: ${log}`);
    await sleep(500 * 2 ** (deaths.length - 1));
    if (state.isStopping) return;
    state.current = launch(plan, host);
  }
}

function logFileOf(plan: ChildPlan, host: ChildHost): string {
  return path.join(host.logDirectory, `${plan.name}.log`);
}

function launch(plan: ChildPlan, host: ChildHost): Running {
  mkdirSync(host.logDirectory, { recursive: true });
  const log = openChildLog({
    file: logFileOf(plan, host),
    toShow: plan.isTalkative ? (line) => line : warningOf,
    show: (line) => host.log(`[${plan.name}] ${line}`),
  });
  const child = spawn(pinnedNode, [...serverFlags, plan.script, ...(plan.args ?? [])], {
    cwd: plan.cwd,
    env: plan.environment,
    stdio: ['ignore', log.descriptor, log.descriptor],
    detached: true, // its own process group: Ctrl-C reaches the supervisor, which stops children in order
  });
  const reading = setInterval(log.read, readMilliseconds);
  let lines: string | undefined;
  const ended = new Promise<string>((resolve) => {
    const finish = (how: string) => {
      clearInterval(reading);
      lines ??= log.lastLines(20);
      log.close();
      host.onProcess(plan.name, undefined);
      resolve(how);
    };
    child.once('error', (error) => finish(messageOf(error)));
    child.once('exit', (code, signal) => finish(signal ?? `exit code ${code}`));
  });
  if (child.pid) host.onProcess(plan.name, child.pid);
  return { process: child, pid: child.pid ?? 0, ended, lastLines: () => lines ?? log.lastLines(20) };
}

async function waitUntilReady(plan: ChildPlan, running: Running, logFile: string): Promise<void> {
  if (!plan.readyUrl) return;
  let how: string | undefined;
  void running.ended.then((reason) => {
    how = reason;
  });
  const deadline = performance.now() + readyLimitMilliseconds;
  while (!(await answers(plan.readyUrl))) {
    if (how !== undefined) {
      throw new StartFailure(
        `${plan.name} ended before it was ready (${how}):\n${running.lastLines()}\nIts log: ${logFile}`,
      );
    }
    if (performance.now() > deadline) {
      running.process.kill('SIGKILL');
      throw new StartFailure(
        `${plan.name} is not ready after ${readyLimitMilliseconds / 1000} s:\n${running.lastLines()}\nIts log: ${logFile}`,
      );
    }
    await sleep(50);
  }
}
