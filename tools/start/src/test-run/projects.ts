import { mkdirSync, rmSync } from 'node:fs';
import { ensureBuilt } from '../build/build.ts';
import type { BuildTargetName } from '../build/targets.ts';
import { messageOf } from '../failure.ts';
import { runNode } from '../program.ts';
import { inRepository } from '../repository.ts';
import { filesBelow } from '../source-files.ts';
import { chromium, electron, findPart, redis, type TestPart } from '../test-parts.ts';
import { emptyTally, readTally, type Tally } from './tally.ts';

interface Project {
  needs: readonly TestPart[];
  /** What the tests start as processes of their own. */
  builds: readonly BuildTargetName[];
  /** Its parts are there on machines that make releases: elsewhere it is told as not run, and required only where it is named. */
  isOfReleases?: true;
  /** Set when the project's tests all live in one directory, which may not exist yet. */
  directory?: string;
}

/** The projects of vitest.config.ts in the order they run. */
export const projects = {
  domain: { needs: [], builds: [] },
  medium: { needs: [redis], builds: ['prisma-client'] },
  desktop: { needs: [], builds: ['desktop'], directory: 'apps/desktop/test' },
  pipeline: { needs: [redis], builds: ['prisma-client'], directory: 'test/pipeline' },
  faults: { needs: [redis], builds: ['api', 'worker'], directory: 'test/faults' },
  electron: {
    needs: [electron],
    builds: ['desktop'],
    directory: 'test/desktop/electron',
    isOfReleases: true,
  },
  browser: { needs: [chromium], builds: ['api', 'worker', 'web', 'desktop'], directory: 'test/browser' },
} as const satisfies Record<string, Project>;

export type ProjectName = keyof typeof projects;

/** Must it run where everything is required: `isNamed` says that it was asked for by its name. */
export function isRequired(name: ProjectName, isNamed: boolean): boolean {
  const project: Project = projects[name];
  return isNamed || project.isOfReleases !== true;
}

/** Why the project cannot run here; undefined when it can. */
export function missingParts(name: ProjectName): string | undefined {
  const missing = projects[name].needs.filter((part) => !findPart(part));
  if (missing.length === 0) return undefined;
  return missing.map((part) => `no ${part.title} found; ${part.remedy}`).join('; ');
}

export async function runProject(name: ProjectName, vitestArguments: readonly string[]): Promise<Tally> {
  const project: Project = projects[name];
  if (project.directory && filesBelow(project.directory).length === 0) {
    console.log(`${project.directory} holds no tests.`);
    return emptyTally;
  }
  try {
    await ensureBuilt(project.builds, (line) => console.log(line));
  } catch (error) {
    console.error(messageOf(error));
    return { ...emptyTally, failed: 1 };
  }
  const report = inRepository('.cache/test', `${name}.json`);
  mkdirSync(inRepository('.cache/test'), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const vitest = inRepository('node_modules/vitest/vitest.mjs');
  const { code } = await runNode([vitest, 'run', '--project', name, ...reporters, ...vitestArguments], {
    isShown: true,
  });
  return readTally(report, code);
}
