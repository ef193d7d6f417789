import { parseArgs } from 'node:util';
import { openDatabase } from '@devpulse/database/connection';
import { findDeadDeliveries, reviveDeliveries } from '@devpulse/database/delivery-claims';
import { openQueues } from '@devpulse/jobs/queues';
import { EnvironmentError } from '@devpulse/observability/environment';
import { z } from 'zod';
import { readStoreEnvironment } from './env.ts';

const USAGE = `Deliveries that no attempt could project. They are kept until somebody decides.

  npm run dead-letters                    lists them with the cause of the last failure
  npm run dead-letters -- replay ID ...   opens these again and queues them
  npm run dead-letters -- replay --all    opens all of them again
`;

const SHOWN = 100;
const Ids = z.array(z.uuid());

const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof EnvironmentError ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const [command = 'list', ...ids] = positionals;
  const isReplay = command === 'replay' && (values.all || ids.length > 0);
  if (values.help || !(command === 'list' || isReplay) || !Ids.safeParse(ids).success) {
    say(USAGE);
    return values.help ? 0 : 2;
  }
  const environment = readStoreEnvironment();
  const database = openDatabase({ url: environment.DATABASE_URL, applicationName: 'devpulse-dead-letters' });
  try {
    if (isReplay) await replay(database, environment, values.all ? null : ids);
    else await list(database);
    return 0;
  } finally {
    await database.close();
  }
}

type Database = ReturnType<typeof openDatabase>;

async function list(database: Database): Promise<void> {
  const dead = await findDeadDeliveries(database, SHOWN);
  for (const delivery of dead) {
    const received = delivery.receivedAt.toISOString();
    say(
      `${delivery.id}  ${received}  ${delivery.event}  attempts ${delivery.attempts}  ${delivery.lastError ?? ''}`,
    );
  }
  say(
    dead.length === 0
      ? 'No dead letters.'
      : `${dead.length} dead letters${dead.length === SHOWN ? ' and maybe more' : ''}.`,
  );
}

async function replay(
  database: Database,
  environment: ReturnType<typeof readStoreEnvironment>,
  ids: string[] | null,
): Promise<void> {
  const revived = await reviveDeliveries(database, ids);
  const queues = openQueues({
    databaseUrl: environment.QUEUE_DATABASE_URL ?? environment.DATABASE_URL,
    redisUrl: environment.REDIS_URL,
  });
  await queues.enqueueDeliveries(revived).finally(() => queues.close());
  const untouched = ids === null ? 0 : ids.length - revived.length;
  say(
    `${revived.length} opened again and queued.${untouched > 0 ? ` ${untouched} are not dead letters: left as they are.` : ''}`,
  );
}
