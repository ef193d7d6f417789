import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import configuration from '../electron-builder.config.ts';
import { images } from '../images/images.ts';
import manifest from '../package.json' with { type: 'json' };
import { builtFile } from '../testing/built-app.ts';

const app = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(app, file), 'utf8');

/** What would let an app look at a person beyond what “What is collected” says. */
const WATCHING = [
  /desktopCapturer|getDisplayMedia|getUserMedia|enumerateDevices/,
  /navigator\.geolocation|geolocation\.(get|watch)/,
  /getMediaSourceId|capturePage\(/,
  /askForMediaAccess|getMediaAccessStatus/,
  /systemPreferences|isTrustedAccessibilityClient/,
  /clipboard\.read/,
];
/** Packages that watch keyboard, screen, windows, camera, microphone or place, by the names that such packages have. */
const WATCHING_PACKAGES =
  /(^|[-/@])(active-win|get-windows|active-window|uiohook|iohook|node-global-key|gkm|robotjs|nut-?js|screenshot|desktop-idle|node-window-manager|node-webcam|mic|node-record|geolocat|keylog|key-?listener|mac-window)/i;

test('no code of the app asks for screen, camera, microphone, place, windows of others or the clipboard', () => {
  const own = readdirSync(path.join(app, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .map((file) => path.join('src', file));
  expect(own.length).toBeGreaterThan(50);
  const found = own.flatMap((file) =>
    WATCHING.filter((pattern) => pattern.test(read(file))).map((pattern) => `${file}: ${pattern}`),
  );
  expect(found).toEqual([]);
});

test('nor does what is built of it and of its packages', () => {
  for (const file of ['main/index.js', 'preload/index.cjs']) {
    const code = readFileSync(builtFile(file), 'utf8');
    const found = WATCHING.filter((pattern) => pattern.test(code)).map((pattern) => `${file}: ${pattern}`);
    expect(found).toEqual([]);
  }
});

test('no package below the app is one that watches', () => {
  const names = dependencyTree(Object.keys({ ...manifest.dependencies }));
  expect(names).toContain('electron-updater');
  expect(names.filter((name) => WATCHING_PACKAGES.test(name))).toEqual([]);
  for (const known of ['active-win', 'get-windows', 'uiohook-napi', 'desktop-idle', 'node-webcam']) {
    expect(known).toMatch(WATCHING_PACKAGES);
  }
});

function dependencyTree(roots: readonly string[]): string[] {
  const seen = new Set<string>();
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const file = path.join(app, '../../node_modules', name, 'package.json');
    if (seen.has(name) || !existsSync(file)) continue;
    seen.add(name);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(file, 'utf8'));
    queue.push(...Object.keys({ ...dependencies, ...optionalDependencies }));
  }
  return [...seen];
}

test('macOS: a hardened runtime that is entitled to compile JavaScript, and to nothing else', () => {
  expect(configuration.mac).toMatchObject({ hardenedRuntime: true });
  for (const file of [configuration.mac?.entitlements, configuration.mac?.entitlementsInherit]) {
    const keys = [...read(String(file)).matchAll(/<key>([^<]+)<\/key>/g)].map(([, key]) => key);
    expect(keys).toEqual(['com.apple.security.cs.allow-jit']);
  }
  expect(JSON.stringify(configuration)).not.toMatch(/UsageDescription|extendInfo/);
});

test('what is packed is the bundles and the images', () => {
  expect(configuration.files).toEqual([
    'dist/**',
    'resources/**',
    'package.json',
    '!dist/**/*.map',
    '!node_modules',
  ]);
  expect(configuration.npmRebuild).toBe(false);
  const code = readFileSync(builtFile('main/index.js'), 'utf8');
  const imported = [...code.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, name]) => String(name));
  const outside = imported.filter((name) => !name.startsWith('node:') && !isBuiltin(name));
  expect([...new Set(outside)]).toEqual(['electron']);
});

const isBuiltin = (name: string) => process.getBuiltinModule(name) !== undefined;

test('builds for three systems, each with a signature where there is a certificate', () => {
  expect(Object.keys(configuration)).toEqual(expect.arrayContaining(['mac', 'win', 'linux']));
  expect(configuration.win).toMatchObject({ verifyUpdateCodeSignature: true });
  expect(configuration.publish).toBeNull();
});

test('every image is what its drawing makes', () => {
  const files = readdirSync(path.join(app, 'resources'), { recursive: true, encoding: 'utf8' });
  const drawn = [...images.keys()].sort();
  expect(
    files
      .filter((file) => file.endsWith('.png'))
      .map((file) => file.split(path.sep).join('/'))
      .sort(),
  ).toEqual(drawn);
  for (const [name, draw] of images) {
    expect(draw().equals(readFileSync(path.join(app, 'resources', name))), name).toBe(true);
  }
});
