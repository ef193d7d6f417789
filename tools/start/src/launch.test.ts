import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inRepository } from './repository.ts';

let root: string;

/** An npm that installs nothing but a pinned Node: this one, which calls itself the version of the lock file. */
const fakeNpm = `#!/bin/sh
echo run >> "$PWD/npm-runs"
[ -e "$PWD/npm-fails" ] && { echo "the registry is away"; exit 7; }
sleep 0.4
rm -rf node_modules && mkdir -p node_modules/node/bin
printf '#!/bin/sh\\nexec "${process.execPath}" "$@"\\n' > node_modules/node/bin/node
chmod +x node_modules/node/bin/node
`;

function writeLock(extra = ''): void {
  const packages = {
    '': {},
    'node_modules/node': { version: process.versions.node },
    [`node_modules/x${extra}`]: { version: '1.0.0' },
  };
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages }));
}

beforeEach(() => {
  root = path.join(mkdtempSync(path.join(tmpdir(), 'devpulse-launch-')), 'with a space');
  mkdirSync(path.join(root, 'tools/start/src'), { recursive: true });
  mkdirSync(path.join(root, 'bin'));
  for (const part of ['launch.mjs', 'launch']) {
    cpSync(inRepository('tools/start', part), path.join(root, 'tools/start', part), { recursive: true });
  }
  const script = `process.on('SIGTERM', () => process.exit(42));
console.log('ran', JSON.stringify(process.argv.slice(2)));
if (process.argv[2] === 'wait') setInterval(() => {}, 1000);
else process.exitCode = Number(process.argv[2] ?? 0);`;
  writeFileSync(path.join(root, 'tools/start/src/start.ts'), script);
  writeFileSync(path.join(root, 'bin/npm'), fakeNpm);
  chmodSync(path.join(root, 'bin/npm'), 0o755);
  writeLock();
});
afterEach(() => rmSync(path.dirname(root), { recursive: true, force: true }));

function launch(args: string[], onOutput: (text: string, kill: () => void) => void = () => {}) {
  const { npm_execpath: _, ...rest } = process.env;
  const env = { ...rest, PATH: `${path.join(root, 'bin')}:${process.env.PATH}` };
  const child = spawn(process.execPath, [path.join(root, 'tools/start/launch.mjs'), ...args], { env });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk;
    onOutput(output, () => child.kill('SIGTERM'));
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, output }));
  });
}

const installs = () => {
  const file = path.join(root, 'npm-runs');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
};

test('the first start installs, the next does not, and a changed lock file installs again', async () => {
  expect(await launch(['start'])).toMatchObject({ code: 0, output: expect.stringContaining('ran []') });
  await launch(['start']);
  expect(installs()).toBe(1);
  writeLock('2');
  await launch(['start']);
  expect(installs()).toBe(2);
});

test('arguments, exit code and signals go through', async () => {
  expect(await launch(['start', '3', 'a b'])).toMatchObject({
    code: 3,
    output: expect.stringContaining('["3","a b"]'),
  });
  const stopped = await launch(['start', 'wait'], (output, kill) => {
    if (output.includes('ran')) kill();
  });
  expect(stopped.code).toBe(42);
});

test('starts at the same time install once', async () => {
  const results = await Promise.all([launch(['start']), launch(['start']), launch(['start'])]);
  expect(results.map((result) => result.code)).toEqual([0, 0, 0]);
  expect(installs()).toBe(1);
});

test('a failed installation shows what npm said, and the next start tries again', async () => {
  writeFileSync(path.join(root, 'npm-fails'), '');
  const failed = await launch(['start']);
  expect(failed).toMatchObject({ code: 1, output: expect.stringContaining('the registry is away') });
  rmSync(path.join(root, 'npm-fails'));
  expect((await launch(['start'])).code).toBe(0);
});

test('a lock left by a killed start does not hold the next one up', async () => {
  mkdirSync(path.join(root, '.cache/install.lock'), { recursive: true });
  writeFileSync(path.join(root, '.cache/install.lock/pid'), String(2 ** 30));
  expect((await launch(['start'])).code).toBe(0);
});

test('an installation done by hand is taken as it is when it agrees with the lock file', async () => {
  await launch(['start']);
  rmSync(path.join(root, 'node_modules/.devpulse-lock'));
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const { '': _, ...installed } = packages;
  writeFileSync(path.join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
  await launch(['start']);
  expect(installs()).toBe(1);
});

test('a missing pinned Node is installed again, and one that does not run is explained', async () => {
  await launch(['start']);
  rmSync(path.join(root, 'node_modules/node'), { recursive: true });
  expect((await launch(['start'])).code).toBe(0);
  expect(installs()).toBe(2);
  writeFileSync(path.join(root, 'bin/npm'), '#!/bin/sh\nrm -rf node_modules; mkdir node_modules\n');
  writeLock('3');
  const broken = await launch(['start']);
  expect(broken).toMatchObject({ code: 1, output: expect.stringContaining('--ignore-scripts=false') });
});

test('an unknown command is refused', async () => {
  expect(await launch(['../start'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('Unknown command'),
  });
});
