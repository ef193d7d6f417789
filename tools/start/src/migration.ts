import {
  openSchemaEngine,
  type SchemaEngine,
  writeMigration,
} from '@devpulse/database/development/schema-engine';
import { readEnvironment } from './env.ts';
import { runCommand, StartFailure } from './failure.ts';
import { ownerUrl } from './running-instance.ts';
import { startTestPostgres } from './test-postgres.ts';

const usage = 'npm run migration -- diff | new NAME | status';

/** `npm run migration`: compares schema and migrations in a temporary database; `status` looks at the real one. */
await runCommand(async () => {
  const [command, name] = process.argv.slice(2);
  if (!command || !['diff', 'new', 'status'].includes(command)) throw new StartFailure(usage);
  if (command === 'new' && !/^[a-z][a-z0-9_]*$/.test(name ?? '')) {
    throw new StartFailure(`${usage}\nA NAME is lower-case words joined by underscores.`);
  }
  const temporary = await startTestPostgres();
  try {
    const shadowUrl = new URL(temporary.url);
    shadowUrl.pathname = '/shadow';
    const url = command === 'status' ? ownerUrl(readEnvironment()) : temporary.url;
    const engine = await openSchemaEngine({ url, shadowUrl: shadowUrl.href });
    try {
      return command === 'status' ? await showStatus(engine) : await compare(engine, name);
    } finally {
      engine.close();
    }
  } finally {
    await temporary.stop();
  }
});

/** Exit code 2 tells a machine that schema and migrations disagree. */
async function compare(engine: SchemaEngine, name: string | undefined): Promise<number> {
  const sql = await engine.diff();
  if (sql === undefined) {
    console.log('The migrations lead to the schema.');
    return 0;
  }
  if (name === undefined) {
    console.log(sql);
    return 2;
  }
  console.log(
    `Wrote ${writeMigration({ name, sql, now: Temporal.Now.instant() })}. Read its SQL before you use it.`,
  );
  return 0;
}

async function showStatus(engine: SchemaEngine): Promise<number> {
  const status = await engine.status();
  const lines = Object.entries({
    'not applied yet': status.missing,
    'applied, but not in the repository': status.unknown,
    failed: status.failed,
    'edited after they were applied': status.edited,
  }).flatMap(([title, names]) => names.map((entry) => `${title}: ${entry}`));
  console.log(lines.length > 0 ? lines.join('\n') : 'Every migration is applied.');
  return lines.length > 0 ? 2 : 0;
}
