import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { findOrganizationId } from '@devpulse/database/access/callers';
import { openDatabase } from '@devpulse/database/connection';
import { workAlone } from '@devpulse/database/exclusive-work';
import { EnvironmentError } from '@devpulse/observability/environment';
import { readStoreEnvironment } from './env.ts';
import { type Rebuilt, rebuildOrganization } from './rebuild-organization.ts';

const USAGE = `Makes everything that is derived of an organization anew: from the deliveries that are kept, and from the timeline before that.

  npm run rebuild -- --organization SLUG         asks before it begins
  npm run rebuild -- --organization SLUG --yes   begins

DevPulse may run meanwhile. It may be stopped at any time and begun again. Exit code 1: what came of it is not what stood there.
`;

/** A connection for the deliveries, one for the lock, one for what is being done. */
const CONNECTIONS = 4;
const BEAT_MS = 2_000;

const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof EnvironmentError ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<number> {
  const request = readRequest(args);
  if (request === null) {
    say(USAGE);
    return 2;
  }
  const database = openDatabase({
    url: readStoreEnvironment().DATABASE_URL,
    applicationName: 'devpulse-rebuild',
    maxConnections: CONNECTIONS,
    statementTimeoutMs: 600_000,
  });
  try {
    const organizationId = await findOrganizationId(database, request.slug);
    if (organizationId === null) {
      say(`There is no organization ${request.slug}. Its slug is the first part of its address.`);
      return 2;
    }
    if (!request.isSure && !(await isAgreed(request.slug))) return 2;
    const rebuilt = await workAlone(database, `rebuild:${organizationId}`, () =>
      rebuildOrganization({ database, organizationId, now: Date.now(), report: progress() }),
    );
    if (rebuilt !== null) return tell(rebuilt);
    say('Another rebuild of this organization is under way.');
    return 2;
  } finally {
    await database.close();
  }
}

function readRequest(args: string[]): { slug: string; isSure: boolean } | null {
  try {
    const options = { organization: { type: 'string' }, yes: { type: 'boolean', default: false } } as const;
    const { organization: slug, yes: isSure } = parseArgs({ args, options }).values;
    return slug ? { slug, isSure } : null;
  } catch {
    // another argument than those it takes
    return null;
  }
}

async function isAgreed(slug: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    say('Nothing was done. Add --yes to begin.');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Rebuild all figures of ${slug}? Type its slug to begin: `);
  terminal.close();
  return answer.trim() === slug;
}

/** Says how far a step has come when it begins, and every now and then. */
function progress() {
  let last = { step: '', at: 0 };
  return (step: string, done: number): void => {
    const now = performance.now();
    if (step === last.step && now - last.at < BEAT_MS) return;
    last = { step, at: now };
    say(`${step}: ${done}`);
  };
}

function tell({ before, after, pullRequests, isRedefined, deliveriesMeanwhile }: Rebuilt): number {
  const { raw, both, timeline, swept } = pullRequests;
  say(`\nPull requests from deliveries alone ${raw}, from deliveries and the timeline ${both}, from the timeline alone ${timeline};
swept, since nothing bore them out, ${swept}.\n`);
  const tables = Object.keys(before) as (keyof typeof before)[];
  const differing = tables.filter(
    (table) => before[table].checksum !== after[table].checksum || before[table].rows !== after[table].rows,
  );
  for (const table of tables) {
    const [was, is] = [before[table], after[table]];
    const verdict = differing.includes(table) ? `differs: ${was.rows} rows, ${was.checksum} before` : 'equal';
    say(`${table.padEnd(15)} ${String(is.rows).padStart(9)} rows  ${is.checksum}  ${verdict}`);
  }
  if (differing.length === 0) {
    say('\nEverything is as it was, row by row.');
    return 0;
  }
  say(`\nWhat came of it is not what stood there, in ${differing.join(', ')}. It is in force now.`);
  if (deliveriesMeanwhile > 0)
    say(
      `${deliveriesMeanwhile} deliveries were projected meanwhile. To compare, run it again in a quieter hour.`,
    );
  if (!isRedefined) return 1;
  say('The definitions have changed since, so that was to be expected.');
  return 0;
}
