import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { StartFailure } from '../failure.ts';
import { inRepository } from '../repository.ts';

export interface BundleOptions {
  /** The app's directory, relative to the repository. */
  app: string;
  /** Entry name to source file, relative to the app. */
  entries: Record<string, string>;
  /** True for Nest: its injection by type needs `design:paramtypes` in the result. */
  hasDecoratorMetadata: boolean;
}

/** Bundles an app and the workspace packages it uses into `dist`; npm packages stay imports. */
export async function bundleApp(options: BundleOptions): Promise<void> {
  const appDirectory = inRepository(options.app);
  const bundle = await rolldown({
    cwd: appDirectory,
    input: options.entries,
    platform: 'node',
    external: (id, parent) => isExternal(id, parent, appDirectory),
    onLog: (level, entry) => {
      if (level === 'warn') throw new StartFailure(`${options.app}: ${entry.message}`);
    },
  });
  try {
    const output = {
      dir: path.join(appDirectory, 'dist'),
      format: 'esm',
      sourcemap: true,
      cleanDir: true,
    } as const;
    await bundle.write({ ...output, entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' });
  } finally {
    await bundle.close();
  }
  if (options.hasDecoratorMetadata) requireMetadata(options.app);
}

/** Workspace rooms, and the bundler's own helpers for decorators. */
const inlined = /^@devpulse\/|^@oxc-project\/runtime\//;

function isExternal(id: string, parent: string | undefined, appDirectory: string): boolean {
  if (id.startsWith('.') || path.isAbsolute(id) || inlined.test(id)) return false;
  if (!id.startsWith('node:') && parent) requireSamePackage(id, parent, appDirectory);
  return true;
}

/** A package kept outside is looked up from `dist`, which must find the copy that the importing room was written for. */
function requireSamePackage(id: string, parent: string, appDirectory: string): void {
  const name = id.split('/', id.startsWith('@') ? 2 : 1).join('/');
  const wanted = packageDirectory(name, path.dirname(parent));
  if (wanted === packageDirectory(name, appDirectory)) return;
  throw new StartFailure(
    `${path.relative(inRepository(), parent)} imports ${name} from ${wanted ?? 'nowhere'}, which the bundle in ${appDirectory} ` +
      'would not find. Give the rooms one version of it, and list it in the root package.json when it is not hoisted.',
  );
}

function packageDirectory(name: string, from: string): string | undefined {
  for (let at = from; ; at = path.dirname(at)) {
    const candidate = path.join(at, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
    if (at === path.dirname(at)) return undefined;
  }
}

function requireMetadata(app: string): void {
  const bundle = readFileSync(inRepository(app, 'dist/main.js'), 'utf8');
  if (!bundle.includes('@Injectable') && !/Injectable\(\)/.test(bundle)) return;
  if (bundle.includes('design:paramtypes')) return;
  throw new StartFailure(`${app}: the bundle has no design:paramtypes, so Nest would inject undefined.`);
}
