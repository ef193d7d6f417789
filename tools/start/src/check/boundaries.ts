import { cruise, type ICruiseOptions, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { inRepository, repositoryRoot } from '../repository.ts';
import { typescriptSources } from '../source-files.ts';

const canary = 'tools/boundary-canary/src/imports-upward.ts';

/** What the canary must be reported for: a forbidden room, reached by package name, and an unlisted npm package. */
const expectedReports = [
  { rule: 'not-in-allowed', to: /^packages\/database\/src\/connection\.ts$/ },
  { rule: 'not-listed', to: /node_modules\/fastify\// },
];

/** Problems with the boundaries between rooms; empty when all hold and the rules are proven to be awake. */
export async function boundaryProblems(): Promise<string[]> {
  const rules: IFlattenedRuleSet & { options: ICruiseOptions } = (
    await import(inRepository('.dependency-cruiser.mjs'))
  ).default;
  const sources = typescriptSources();
  const { forbidden, allowed, allowedSeverity, options } = rules as Required<typeof rules>;
  const { output } = await cruise(
    ['packages', 'apps', 'tools', 'test', 'vitest.config.ts'].filter(exists(sources)),
    {
      ...options,
      baseDir: repositoryRoot,
      validate: true,
      ruleSet: { forbidden, allowed, allowedSeverity },
    },
  );
  if (typeof output === 'string') throw new Error(output);
  return [...violations(output), ...sleepingRules(output), ...unseenSources(output, sources)];
}

function exists(sources: readonly string[]): (entry: string) => boolean {
  return (entry) => entry.endsWith('.ts') || sources.some((file) => file.startsWith(`${entry}/`));
}

function violations(output: ICruiseResult): string[] {
  return output.summary.violations
    .filter((violation) => violation.from !== canary)
    .map(({ rule, from, to, cycle }) => {
      const way = cycle?.length ? cycle.map((step) => step.name).join(' → ') : to;
      return `${rule.name}: ${from} → ${way}`;
    });
}

function sleepingRules(output: ICruiseResult): string[] {
  const reports = output.summary.violations.filter((violation) => violation.from === canary);
  return expectedReports
    .filter(({ rule, to }) => !reports.some((report) => report.rule.name === rule && to.test(report.to)))
    .map(({ rule, to }) => `the rules sleep: ${canary} is not reported as ${rule} for ${to.source}`);
}

/** A cruise that skips files is silently green, so every source file must be among its modules. */
function unseenSources(output: ICruiseResult, sources: readonly string[]): string[] {
  const seen = new Set(output.modules.map((module) => module.source));
  return sources.filter((file) => !seen.has(file)).map((file) => `not seen by the rules: ${file}`);
}
