import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFakeElectron, type FakeElectron } from './fake-electron.ts';

const dist = path.join(import.meta.dirname, '../dist');
export const builtFile = (name: string) => path.join(dist, name);

declare global {
  var devpulseFakeElectron: FakeElectron['module'] | undefined;
}

const NAMES = Object.keys(createFakeElectron({ userData: '/nowhere' }).module);
const stand = `data:text/javascript,${encodeURIComponent(
  `const electron = globalThis.devpulseFakeElectron; export default electron; ${NAMES.map((name) => `export const ${name} = electron.${name};`).join(' ')}`,
)}`;
let count = 0;

/** Every load of `electron` from the bundle goes to the stand-in, which is looked up anew for each start. */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? {
          url: `${stand}#${new URL(context.parentURL ?? 'file:///').searchParams.get('start') ?? ''}`,
          shortCircuit: true,
        }
      : next(specifier, context),
});

/** Runs the built main bundle in this process, as Electron would, with a stand-in for Electron. */
export async function startBuiltApp(
  given: Parameters<typeof createFakeElectron>[0] & { isSecond?: boolean } = {},
): Promise<FakeElectron> {
  const main = builtFile('main/index.js');
  if (!existsSync(main)) throw new Error('The desktop app is not built: npm run build -- desktop');
  const fake = createFakeElectron(given);
  if (given.isSecond) fake.app.isFirst = false;
  globalThis.devpulseFakeElectron = fake.module;
  count += 1;
  await import(/* @vite-ignore */ `${pathToFileURL(main).href}?start=${count}`);
  if (!given.isSecond) await until(() => fake.record.windows.some(({ isShown }) => isShown));
  return fake;
}

export async function until(isTrue: () => boolean, limitMs = 5000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error('It did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
