// Entry of every npm script: plain JavaScript without dependencies, for the machine's own Node.
// Installs the locked packages when they are not there, then runs tools/start/src/<command>.ts on the pinned Node.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './launch/install.mjs';
import { runPinned } from './launch/run-pinned.mjs';

const minimum = [20, 19];
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const [command = '', ...args] = process.argv.slice(2);
const script = path.join(root, 'tools/start/src', `${command}.ts`);

function isTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < minimum[0] || (major === minimum[0] && minor < minimum[1]);
}

if (isTooOld()) {
  console.error(
    `DevPulse needs Node ${minimum.join('.')} or newer to start; this is ${process.versions.node}.`,
  );
  process.exitCode = 1;
} else if (!/^[a-z-]+$/.test(command) || !existsSync(script)) {
  console.error(`Unknown command "${command}". See the scripts in package.json.`);
  process.exitCode = 1;
} else {
  try {
    await ensureInstalled(root);
    await runPinned(root, [script, ...args]);
  } catch (error) {
    console.error(error.isExplained ? error.message : error);
    process.exitCode = 1;
  }
}
