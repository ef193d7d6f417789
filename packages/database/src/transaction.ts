import type pg from 'pg';
import type { Database } from './connection.ts';
import { askJoined, type Statement } from './joined-query.ts';

/**
 * Runs statements: a pool's client inside a transaction. A verb that has a `tx` uses nothing else. Statements that are asked at once, with
 * `Promise.all`, are sent at once and run in their order, each seeing what those before it did; after one that fails none is run.
 */
export type Transaction = pg.PoolClient;

/** For whom a transaction speaks; row-level security shows it nothing else. */
export type TransactionScope = {
  organizationId?: string;
  /** Deliveries, installations and the list of organizations: work that belongs to no tenant yet. */
  system?: boolean;
  /** Persons, sessions, factors and secrets of links: work before or beside any tenant. */
  identity?: boolean;
  /** The person who asks: opens their own memberships, in whatever organization. */
  personId?: string;
  /** What nobody else holds until this ends. */
  lock?: string;
  /**
   * True where a commit need not wait for the disk, because it is worth nothing without a later one that does: of commits in one log the
   * earlier is never lost alone.
   */
  isLeadingUp?: boolean;
  /**
   * True where each named statement has one best way to be run, whatever it is asked with, so that it is planned once and not each time:
   * several statements about one member cost more to plan than to run.
   */
  isPlannedOnce?: boolean;
};

/**
 * Runs `work` in one transaction, scoped by settings that end with it. Rolls back when `work` rejects, and closes the
 * connection instead of returning it when even that fails.
 */
export function transaction<T>(
  database: Database,
  scope: TransactionScope,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return transactionAsking(database, scope, { ask: () => [], work });
}

/** What verbs answer that were asked at once. */
export type Answers<T extends readonly unknown[]> = { -readonly [K in keyof T]: Awaited<T[K]> };

/**
 * What a transaction's work has come to, and the last statements of it, which nobody waits for: they are sent joined to COMMIT. Where one of
 * them fails nothing is committed, and the failure is that of the transaction.
 */
export class Ending<T> {
  readonly result: T;
  readonly last: readonly Statement[];

  constructor(result: T, last: readonly Statement[]) {
    this.result = result;
    this.last = last;
  }
}

/** The same, with what is asked first sent along with what begins it, and COMMIT with what `work` ends with. */
export function transactionAsking<A extends readonly unknown[] | [], T>(
  database: Database,
  scope: TransactionScope,
  {
    ask,
    work,
  }: {
    ask: (tx: Transaction) => A;
    work: (tx: Transaction, answers: Answers<A>) => Promise<T | Ending<T>>;
  },
): Promise<T> {
  return withClient(database, async (client) => {
    const answers = await askFirst(
      client,
      [...BEGIN, ...(scope.isLeadingUp ? LEADING_UP : []), scopeOf(scope)],
      ask,
    );
    const done = await work(client, answers);
    const { result, last } = done instanceof Ending ? done : new Ending(done, []);
    await askJoined(client, [...last, COMMIT]);
    return result;
  });
}

/** Asks at once, in a transaction of its own and one round trip. */
export function askAlone<A extends readonly unknown[] | []>(
  database: Database,
  scope: TransactionScope,
  ask: (tx: Transaction) => A,
): Promise<Answers<A>> {
  return withClient(database, (client) => askFirst(client, [scopeOf(scope)], ask));
}

/** A connection that breaks fails what is asked of it; without a listener it would end the process as well. */
const ignore = () => {};

async function withClient<T>(database: Database, work: (client: Transaction) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  client.on('error', ignore);
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

const BEGIN: readonly Statement[] = [{ name: 'begin', text: 'BEGIN' }];
const COMMIT: Statement = { name: 'commit', text: 'COMMIT' };
const LEADING_UP: readonly Statement[] = [{ name: 'leading_up', text: 'SET LOCAL synchronous_commit = off' }];

/** Sends what is asked at first joined to what comes `before`; what a verb asks after its first answer goes by itself. */
async function askFirst<A extends readonly unknown[] | []>(
  client: Transaction,
  before: readonly Statement[],
  ask: (tx: Transaction) => A,
): Promise<Answers<A>> {
  const asked: { statement: Statement; answered: PromiseWithResolvers<pg.QueryResult> }[] = [];
  let isSent = false;
  const query = (asks: string | Statement, values?: readonly unknown[]) => {
    const statement = typeof asks === 'string' ? { text: asks, ...(values && { values }) } : asks;
    if (isSent) return client.query(statement as pg.QueryConfig);
    const answered = Promise.withResolvers<pg.QueryResult>();
    asked.push({ statement, answered });
    return answered.promise;
  };
  const answers = Promise.all(ask({ query } as unknown as Transaction));
  isSent = true;
  const results = askJoined(client, [...before, ...asked.map(({ statement }) => statement)]);
  asked.forEach(({ answered }, index) => {
    answered.resolve(results.then((all) => all[before.length + index] as pg.QueryResult));
  });
  const [all] = await Promise.all([answers, results]);
  return all;
}

/** Narrows a transaction to an organization once it is known whose work it is. */
export async function setScope(tx: Transaction, scope: TransactionScope): Promise<void> {
  await tx.query(scopeOf(scope) as pg.QueryConfig);
}

function scopeOf(scope: TransactionScope): Statement {
  const { lock } = scope;
  const isLocking = lock !== undefined;
  return {
    name: isLocking ? 'set_scope_and_lock' : 'set_scope',
    // one column, since nobody reads what each of them was set to
    text: `SELECT num_nulls(set_config('devpulse.organization_id', $1, true), set_config('devpulse.system', $2, true),
      set_config('devpulse.identity', $3, true), set_config('devpulse.person_id', $4, true), set_config('plan_cache_mode', $5, true)
      ${isLocking ? ', pg_advisory_xact_lock(hashtextextended($6, 0))' : ''})`,
    values: [
      scope.organizationId ?? '',
      scope.system ? 'on' : 'off',
      scope.identity ? 'on' : 'off',
      scope.personId ?? '',
      scope.isPlannedOnce ? 'force_generic_plan' : 'auto',
      ...(isLocking ? [lock] : []),
    ],
  };
}

/** Transaction-scoped advisory locks on texts, taken in the order given; the caller sorts, so that none can deadlock. */
export async function lockInOrder(tx: Transaction, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await tx.query({
    name: 'advisory_locks',
    text: `SELECT pg_advisory_xact_lock(hashtextextended(name, 0))
           FROM (SELECT name FROM unnest($1::text[]) WITH ORDINALITY AS t (name, n) ORDER BY n OFFSET 0) AS ordered`,
    values: [names],
  });
}
