import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { repositoryRoot } from '../repository.ts';

/** Each takes half a minute and more: begun last, it would run alone while the other core rests. */
export const LONGEST = [
  'tools/bench/src/benches.test.ts',
  'apps/api/src/access-sweep.test.ts',
  'test/pipeline/healing.test.ts',
  'test/pipeline/oracle.test.ts',
  'test/pipeline/lifecycles.test.ts',
  'test/pipeline/convergence-lives.test.ts',
  'test/pipeline/convergence.test.ts',
  'test/pipeline/rebuild-sources.test.ts',
  'test/faults/worker-kill.test.ts',
  'test/faults/desktop-kill.test.ts',
  'test/faults/import-kill.test.ts',
  'test/browser/organization-pages.test.ts',
  'test/browser/desktop-windows.test.ts',
  'test/browser/desktop-journey.test.ts',
  'test/browser/github-journey.test.ts',
  'test/browser/access-pages.test.ts',
  'test/browser/attendance-pages.test.ts',
];

/** The order in which the files of a project begin: the longest first, then as Vitest orders them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((project) =>
      sorted.filter((file) => file.project === project).sort((a, b) => rank(a) - rank(b)),
    );
  }
}

function rank({ moduleId }: TestSpecification): number {
  const at = LONGEST.indexOf(path.relative(repositoryRoot, moduleId));
  return at < 0 ? LONGEST.length : at;
}
