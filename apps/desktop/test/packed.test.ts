import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import configuration from '../electron-builder.config.ts';
import { writeStandInElectron } from '../testing/stand-in-electron.ts';

const app = path.join(import.meta.dirname, '..');
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const ofBuilder = createRequire(builder.resolve('app-builder-lib/package.json'));
type Fuses = {
  FuseV1Options: Record<string, string | number>;
  getCurrentFuseWire: (program: string) => Promise<Record<string, number>>;
};
const { FuseV1Options, getCurrentFuseWire } = ofBuilder('@electron/fuses') as Fuses;
const { validateConfiguration } = ofBuilder('app-builder-lib/out/util/config/config.js') as {
  validateConfiguration: (configuration: object, log: object) => Promise<void>;
};

/** Every one that the library knows, by name, as it has to be when the app is packed. */
const FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};
const known = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)));

const room = mkdtempSync(path.join(os.tmpdir(), 'devpulse-packed-'));
const packed = path.join(room, 'release', 'linux-unpacked');
beforeAll(() => {
  const electron = path.join(room, 'electron');
  writeStandInElectron(
    electron,
    Object.values(FUSES).map((isOn) => !isOn),
  );
  const options = ['--linux', 'dir', '--x64', '--config', 'electron-builder.config.ts', '--publish', 'never'];
  const places = [`-c.electronDist=${electron}`, `-c.directories.output=${path.join(room, 'release')}`];
  execFileSync(process.execPath, [builder.resolve('electron-builder/cli.js'), ...options, ...places], {
    cwd: app,
    stdio: 'pipe',
  });
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

test('19 every fuse that there is has its value, and is flipped in what is packed', async () => {
  expect(known).toEqual(Object.keys(FUSES));
  const wire = await getCurrentFuseWire(path.join(packed, 'devpulse'));
  const { version: _, resetAdHocDarwinSignature: __, ...values } = wire;
  const named = Object.entries(values).map(([index, state]) => [FuseV1Options[index], state]);
  // 0x31 and 0x30, as the wire says on and off
  expect(Object.fromEntries(named)).toEqual(
    Object.fromEntries(Object.entries(FUSES).map(([name, isOn]) => [name, isOn ? 0x31 : 0x30])),
  );
});

test('one archive holds the bundles and the images, and no package', () => {
  expect(readdirSync(path.join(packed, 'resources'))).toEqual(['app.asar']);
  const archive = readFileSync(path.join(packed, 'resources', 'app.asar'));
  const header = JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString()) as Folder;
  const files = filesOf(header);
  expect(files).toEqual(
    expect.arrayContaining(['dist/main/index.js', 'dist/preload/index.cjs', 'dist/renderer/index.html']),
  );
  expect(files.filter((file) => !/^(dist|resources)\/|^package\.json$/.test(file))).toEqual([]);
  expect(files.filter((file) => /\.map$|\.tsx?$/.test(file))).toEqual([]);
});

type Folder = { files: Record<string, Folder | { size: number }> };
const filesOf = ({ files }: Folder, under = ''): string[] =>
  Object.entries(files).flatMap(([name, entry]) =>
    'files' in entry ? filesOf(entry, `${under}${name}/`) : [`${under}${name}`],
  );

test('on Linux the program has a name that can be typed', () => {
  expect(statSync(path.join(packed, 'devpulse')).mode & 0o111).not.toBe(0);
});

test('electron-builder takes the configuration, and would not take a misspelt one', async () => {
  const log = { isEnabled: false };
  await expect(validateConfiguration(configuration, log)).resolves.toBeUndefined();
  const misspelt = { ...configuration, electronFuses: { ...configuration.electronFuses, runAsNodes: false } };
  await expect(validateConfiguration(misspelt, log)).rejects.toThrow('configuration.electronFuses');
});

test('a .deb has what it has to have: a maintainer, a page and names in lower case', () => {
  expect(configuration.linux?.maintainer).toMatch(/^[^<]+ <[^@>]+@[^@>]+>$/);
  expect(() => new URL(configuration.extraMetadata.homepage)).not.toThrow();
  expect(configuration.deb).toMatchObject({ packageName: 'devpulse' });
});

test('a release of a repository has the tag that began it, and looks for updates under the same', async () => {
  vi.stubEnv('GITHUB_REPOSITORY', 'somebody/devpulse');
  vi.resetModules();
  const { default: released } = (await import('../electron-builder.config.ts')) as {
    default: typeof configuration;
  };
  const publish = { provider: 'github', owner: 'somebody', repo: 'devpulse', tagNamePrefix: 'desktop-v' };
  expect(released).toMatchObject({
    publish,
    extraMetadata: { homepage: 'https://github.com/somebody/devpulse' },
  });
  const workflow = readFileSync(path.join(app, '../../.github/workflows/desktop-release.yml'), 'utf8');
  expect(workflow).toContain('tags: ["desktop-v*"]');
  expect(workflow).toContain('test "$GITHUB_REF_NAME" = "desktop-v$(node -p');
  vi.unstubAllEnvs();
});

test('4 nothing starts the app without its sandbox', () => {
  const { executableArgs } = configuration.appImage ?? {};
  expect(executableArgs).toEqual([]);
  expect(JSON.stringify(configuration)).not.toContain('no-sandbox');
});
