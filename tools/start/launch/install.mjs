import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ExplainedError } from './explained.mjs';
import { withInstallLock } from './install-lock.mjs';

/** Makes node_modules what package-lock.json says; only one process installs at a time. */
export async function ensureInstalled(root) {
  if (isStamped(root) && pinnedVersion(root) === lockedNode(root)) return;
  await withInstallLock(path.join(root, '.cache', 'install.lock'), async () => {
    if (isStamped(root) && pinnedVersion(root) === lockedNode(root)) return;
    if (!holdsLockedTree(root) || pinnedVersion(root) !== lockedNode(root)) await installPackages(root);
    requirePinnedNode(root);
    writeFileSync(stampFile(root), lockHash(root));
  });
}

export function pinnedNode(root) {
  return path.join(root, 'node_modules', 'node', 'bin', 'node');
}

function stampFile(root) {
  return path.join(root, 'node_modules', '.devpulse-lock');
}

function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

function isStamped(root) {
  return existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === lockHash(root);
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

function lockedNode(root) {
  return readLock(path.join(root, 'package-lock.json'))?.['node_modules/node']?.version;
}

/** Version of the pinned Node, or undefined when it is missing or does not run. */
function pinnedVersion(root) {
  const { status, stdout } = spawnSync(pinnedNode(root), ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().replace(/^v/, '') : undefined;
}

/** True when someone installed by hand and npm's own record of node_modules agrees with the lock file. */
function holdsLockedTree(root) {
  const locked = readLock(path.join(root, 'package-lock.json'));
  const installed = readLock(path.join(root, 'node_modules', '.package-lock.json'));
  if (!locked || !installed) return false;
  const names = Object.keys(locked).filter((name) => name !== '');
  const isSame = (name) =>
    ['version', 'resolved', 'integrity', 'link'].every(
      (key) => locked[name]?.[key] === installed[name]?.[key],
    );
  const isForOthers = (name) =>
    locked[name].optional && !installed[name] && !existsSync(path.join(root, name));
  return (
    names.every((name) => isSame(name) || isForOthers(name)) &&
    Object.keys(installed).every((name) => name in locked)
  );
}

async function installPackages(root) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  console.log(
    'Installing the packages of package-lock.json (npm ci), the first time takes a minute or two …',
  );
  const ticker = setInterval(() => console.log(`… still installing (${seconds()} s)`), 20_000);
  const { code, output } = await runNpm(root, [
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
  ]);
  clearInterval(ticker);
  if (code !== 0)
    throw new ExplainedError(`${output}\nnpm ci failed (exit code ${code}); its output is above.`);
  console.log(`Installed the packages in ${seconds()} s.`);
}

function runNpm(root, args) {
  const own = process.env.npm_execpath ?? '';
  const [program, ...first] =
    path.basename(own) === 'npm-cli.js' && existsSync(own) ? [process.execPath, own] : ['npm'];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.once('error', () =>
      reject(new ExplainedError('npm was not found on PATH. Install npm, then start again.')),
    );
    child.once('close', (code, signal) =>
      resolve({ code: code ?? signal, output: Buffer.concat(chunks).toString().trim() }),
    );
  });
}

function requirePinnedNode(root) {
  const found = pinnedVersion(root);
  if (found === lockedNode(root)) return;
  const reason = found
    ? `it is version ${found}`
    : existsSync(pinnedNode(root))
      ? 'it does not run on this machine'
      : 'it is missing';
  throw new ExplainedError(
    [
      `DevPulse runs on Node ${lockedNode(root)} from ${pinnedNode(root)}, but ${reason}.`,
      'Its npm package fetches it in an install script. Install with scripts allowed and the registry reachable:',
      '  npm ci --ignore-scripts=false --include=optional',
      'It needs Linux with glibc 2.28 or newer, or macOS.',
    ].join('\n'),
  );
}
