import { type ChildProcess, spawn } from 'node:child_process';
import { serverFlags } from '@devpulse/start/server-flags';

export type Child = { process: ChildProcess; stop(): Promise<void> };

/** Starts a Node process, with the flags of the product, and resolves when `isReady` answers true; rejects when it ends before that. */
export async function startChild(options: {
  script: string;
  args?: readonly string[];
  environment: Record<string, string | undefined>;
  isReady: () => Promise<boolean>;
}): Promise<Child> {
  const child = spawn(process.execPath, [...serverFlags, options.script, ...(options.args ?? [])], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...options.environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const deadline = Date.now() + 120_000;
  while (!(await options.isReady())) {
    if (child.exitCode !== null) throw new Error(`${options.script} ended with ${child.exitCode}`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${options.script} is not ready after two minutes`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    process: child,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** True when the address answers 2xx. */
export async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  );
}
