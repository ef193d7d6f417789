import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** What a suite needs beyond npm's packages. */
export interface TestPart {
  title: string;
  /** The environment variable that tells tests where the program is. */
  variable: string;
  names: readonly string[];
  remedy: string;
}

export const redis: TestPart = {
  title: 'redis-server',
  variable: 'DEVPULSE_TEST_REDIS',
  names: ['redis-server', 'valkey-server'],
  remedy: 'install it, for example `apt-get install redis-server`, or set DEVPULSE_TEST_REDIS to its path',
};

export const chromium: TestPart = {
  title: 'Chromium',
  variable: 'CHROMIUM_PATH',
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  remedy: 'install it, for example `apt-get install chromium`, or set CHROMIUM_PATH to its path',
};

/**
 * Electron's own program, which the npm package does not hold; it is fetched on machines that make releases. It has no
 * name to look for: npm puts `electron` of node_modules/.bin on PATH, which is there without the program too.
 */
export const electron: TestPart = {
  title: 'Electron program',
  variable: 'ELECTRON_PATH',
  names: [],
  remedy: 'fetch it with `npx install-electron` and set ELECTRON_PATH to it',
};

/** The path of the program: the one its variable names, else the first on PATH; undefined when there is none. */
export function findPart(part: TestPart, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment[part.variable];
  if (named) return isExecutable(named) ? named : undefined;
  const directories = (environment.PATH ?? '').split(path.delimiter).filter(Boolean);
  return part.names
    .flatMap((name) => directories.map((directory) => path.join(directory, name)))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Tells this process and its children where the parts are. */
export function announceParts(): void {
  for (const part of [redis, chromium, electron]) {
    const found = findPart(part);
    if (found) process.env[part.variable] = found;
  }
}
