import { checkSteps, prepareChecks } from './check/checks.ts';
import { runSteps } from './check/steps.ts';
import { readEnvironment } from './env.ts';
import { runCommand, StartFailure } from './failure.ts';
import { announceParts } from './test-parts.ts';
import { isRequired, missingParts, type ProjectName, projects, runProject } from './test-run/projects.ts';
import { addTallies, emptyTally, type Tally } from './test-run/tally.ts';

const names = Object.keys(projects) as ProjectName[];
const checkName = 'check';

/** `npm test [-- NAME…] [-- vitest arguments]`: the checks, then every project of tests, one after the other. */
await runCommand(async () => {
  const { wanted, isNamed, vitestArguments } = readArguments(process.argv.slice(2));
  const isComplete = readEnvironment().DEVPULSE_REQUIRE_ALL === '1';
  announceParts();
  await prepareChecks();
  const tallies = new Map<string, Tally>();
  if (wanted.includes(checkName)) tallies.set(checkName, await runChecks());
  for (const name of names.filter((project) => wanted.includes(project))) {
    const missing = missingParts(name);
    console.log(`\n── ${name} ──`);
    tallies.set(
      name,
      missing
        ? notRun(missing, isComplete && isRequired(name, isNamed))
        : await runProject(name, vitestArguments),
    );
  }
  return summarize(tallies);
});

function readArguments(args: readonly string[]): {
  wanted: string[];
  isNamed: boolean;
  vitestArguments: string[];
} {
  const end = args.indexOf('--');
  const named = end < 0 ? [...args] : args.slice(0, end);
  const known = [checkName, ...names];
  const unknown = named.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new StartFailure(`Unknown: ${unknown.join(', ')}. Known: ${known.join(', ')}.`);
  const isNamed = named.length > 0;
  return { wanted: isNamed ? named : known, isNamed, vitestArguments: end < 0 ? [] : args.slice(end + 1) };
}

async function runChecks(): Promise<Tally> {
  console.log('── check ──');
  const results = await runSteps(checkSteps({ withDomainTests: false }));
  const failures = results.filter((result) => result.problem !== undefined).map(({ title }) => title);
  return {
    ...emptyTally,
    passed: results.length - failures.length,
    failed: failures.length,
    failures,
  };
}

function notRun(reason: string, isComplete: boolean): Tally {
  return { ...emptyTally, failed: isComplete ? 1 : 0, notRun: reason };
}

/** The last line is what machines read: true totals over the checks and all projects. */
function summarize(tallies: ReadonlyMap<string, Tally>): number {
  console.log('');
  for (const [name, { passed, failed, skipped, notRun: reason }] of tallies) {
    const rest = skipped > 0 ? `, ${skipped} skipped` : '';
    console.log(
      reason
        ? `NOT RUN: ${name} (${reason})`
        : `${name.padEnd(10)} ${passed} passed, ${failed} failed${rest}`,
    );
  }
  const total = addTallies([...tallies.values()]);
  if (total.failures.length > 0) console.log('\nFailed:');
  for (const failure of total.failures) console.log(`  ${failure}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}
