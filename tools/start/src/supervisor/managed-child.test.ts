import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from '../ports.ts';
import { isAlive } from '../processes.ts';
import { warningOf } from './child-log.ts';
import { type ChildHost, type ChildPlan, type ManagedChild, startChild } from './managed-child.ts';

let directory: string;
let lines: string[];
let pids: number[];
const children: ManagedChild[] = [];

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'devpulse-child-'));
  lines = [];
  pids = [];
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop()));
  rmSync(directory, { recursive: true, force: true });
});

async function plan(code: string, change: Partial<ChildPlan> = {}): Promise<ChildPlan> {
  const port = await freePort();
  const script = path.join(directory, 'child.mjs');
  writeFileSync(script, `const port = ${port};\n${code}`);
  return {
    name: 'child',
    script,
    cwd: directory,
    environment: {},
    readyUrl: `http://127.0.0.1:${port}/ready`,
    stopMilliseconds: 500,
    ...change,
  };
}

function start(childPlan: ChildPlan, onGiveUp: ChildHost['onGiveUp'] = () => {}): ManagedChild {
  const child = startChild(childPlan, {
    logDirectory: directory,
    log: (line) => lines.push(line),
    onProcess: (_, pid) => pid && pids.push(pid),
    onGiveUp,
  });
  children.push(child);
  return child;
}

const serve = `import http from 'node:http';
http.createServer((request, response) => response.end('ok')).listen(port, '127.0.0.1');`;

test('a child that ends before it is ready is reported with its last lines', async () => {
  const child = start(await plan(`console.log('no database here'); process.exit(3);`));
  await expect(child.ready).rejects.toThrow(/exit code 3.*no database here.*child\.log/s);
});

test('a child that dies once ready is started again', async () => {
  const child = start(await plan(serve));
  await child.ready;
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(pids).toHaveLength(2), 5_000);
  expect(lines.join('\n')).toContain('child died (SIGKILL); starting it again');
});

test('a child that keeps dying is given up with the name of its log', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const child = start(await plan(`${serve}\nsetTimeout(() => process.exit(1), 300);`), resolve);
  await child.ready;
  expect(await promise).toMatch(/died 3 times within a minute \(exit code 1\)\. Its log: .*child\.log/);
});

test('a child that ignores SIGTERM is killed after its time', async () => {
  const child = start(await plan(`${serve}\nprocess.on('SIGTERM', () => {});`));
  await child.ready;
  await child.stop();
  expect(isAlive(pids[0] ?? 0)).toBe(false);
});

test('warnings reach the terminal, everything reaches the log', async () => {
  const said = `console.log(JSON.stringify({ level: 'info', message: 'fine' }));
console.log(JSON.stringify({ level: 'warn', message: 'disk nearly full' }));`;
  const child = start(await plan(`${serve}\n${said}`));
  await child.ready;
  await vi.waitFor(() => expect(lines).toEqual(['[child] warning: disk nearly full']));
  expect(readFileSync(path.join(directory, 'child.log'), 'utf8')).toContain('fine');
});

test.each([
  ['{"level":30,"msg":"fine"}', undefined],
  ['{"level":50,"msg":"broken","err":{"message":"no route"}}', 'error: broken (no route)'],
  ['{"level":"error","message":"broken"}', 'error: broken'],
  ['{ torn', undefined],
  ['Error: listen EADDRINUSE', 'Error: listen EADDRINUSE'],
  ['   ▲ Next.js 16', undefined],
])('the line %s shows as %s', (line, shown) => {
  expect(warningOf(line)).toBe(shown);
});
