import { existsSync } from 'node:fs';
import { ensureBuilt } from '../build/build.ts';
import { generators } from '../generators.ts';
import { runNode } from '../program.ts';
import { inRepository } from '../repository.ts';
import { filesBelow } from '../source-files.ts';
import { boundaryProblems } from './boundaries.ts';
import { docReferenceProblems } from './doc-references.ts';
import { heldDataProblems } from './held-data.ts';
import { limitProblems } from './limits.ts';
import { rawSqlProblems } from './raw-sql.ts';
import type { Step } from './steps.ts';

function programStep(title: string, script: string, ...args: string[]): Step {
  return {
    title,
    async run() {
      const { code, output } = await runNode([inRepository(script), ...args], {
        environment: { NO_COLOR: '1', FORCE_COLOR: undefined, TERM: 'dumb' },
      });
      return code === 0 ? undefined : output.trim() || `exit code ${code}`;
    },
  };
}

function problemStep(title: string, find: () => Promise<string[]>): Step {
  return {
    title,
    async run() {
      const problems = await find();
      return problems.length === 0 ? undefined : problems.join('\n');
    },
  };
}

const typescript = 'node_modules/typescript/bin/tsc';
/** Apps with compiler settings of their own; the root project covers everything else. */
const separateProjects = ['apps/api', 'apps/web', 'apps/desktop'];

function typeSteps(): Step[] {
  const projects = separateProjects.filter((room) => existsSync(inRepository(room, 'tsconfig.json')));
  return ['.', ...projects].map((room) => {
    const name = room === '.' ? 'root' : room.replace('/', '-');
    const cache = inRepository('.cache/types', `${name}.tsbuildinfo`);
    const args = [
      '-p',
      inRepository(room),
      '--noEmit',
      '--pretty',
      'false',
      '--incremental',
      '--tsBuildInfoFile',
      cache,
    ];
    const step = programStep(`types: ${room === '.' ? 'packages and tools' : room}`, typescript, ...args);
    return room === 'apps/web' ? { ...step, run: () => prepareWebTypes().then(step.run) } : step;
  });
}

/** Next writes the types of its image and style imports into a file that is not in the repository. */
async function prepareWebTypes(): Promise<void> {
  if (existsSync(inRepository('apps/web/next-env.d.ts'))) return;
  const environment = { NEXT_TELEMETRY_DISABLED: '1' };
  const cwd = inRepository('apps/web');
  const { code, output } = await runNode([inRepository('node_modules/next/dist/bin/next'), 'typegen'], {
    cwd,
    environment,
  });
  if (code !== 0) throw new Error(output);
}

function driftSteps(): Step[] {
  return generators().map(({ name, script }) => programStep(`drift: ${name}`, script, '--check'));
}

const domainTests: Step = programStep(
  'domain tests',
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  'domain',
);

/** The steps of `npm run check`; the slow ones first, so that two lanes end together. */
export function checkSteps({ withDomainTests }: { withDomainTests: boolean }): Step[] {
  return [
    ...typeSteps(),
    ...(withDomainTests && filesBelow('packages').some((file) => file.includes('.test.'))
      ? [domainTests]
      : []),
    programStep('format and lint', 'node_modules/@biomejs/biome/bin/biome', 'check', '--max-diagnostics=60'),
    programStep('unused code', 'node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints'),
    problemStep('boundaries and canary', boundaryProblems),
    ...driftSteps(),
    problemStep('paths cited by documents', docReferenceProblems),
    problemStep('what is held is told', heldDataProblems),
    problemStep('no SQL from text', rawSqlProblems),
    problemStep('file length', limitProblems),
  ];
}

/** Generated sources that types, tests and the boundary rules look at. */
export async function prepareChecks(): Promise<void> {
  await ensureBuilt(['prisma-client'], (line) => console.log(line));
}
