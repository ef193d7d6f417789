import type { QueryResult, QueryResultRow } from 'pg';
import type { Database } from './connection.ts';
import { lackOfTenantStatement } from './tenant-statement.ts';
import {
  type Answers,
  askAlone,
  Ending,
  setScope,
  type Transaction,
  type TransactionScope,
  transaction,
  transactionAsking,
} from './transaction.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A statement about one organization; `$1` is always that organization, and `values` begin at `$2`. */
export type TenantStatement = { text: string; values?: readonly unknown[]; name?: string };

/**
 * A transaction inside one organization. It has no way to run a statement without the organization: a text that does not use `$1`, or
 * names organization_id less often than tenant tables, is refused before it is sent; and row-level security shows the transaction
 * nothing of any other tenant.
 */
export class Tenant {
  readonly organizationId: string;
  readonly #tx: Transaction;

  constructor(tx: Transaction, organizationId: string) {
    this.#tx = tx;
    this.organizationId = organizationId;
  }

  query<Row extends QueryResultRow>(statement: TenantStatement): Promise<QueryResult<Row>> {
    return this.#tx.query<Row>(this.#whole(statement));
  }

  /** Ends a transaction with these statements, as its work's answer; see `Ending`. */
  ending<T>(result: T, last: readonly TenantStatement[]): Ending<T> {
    return new Ending(
      result,
      last.map((statement) => this.#whole(statement)),
    );
  }

  #whole({ name, text, values = [] }: TenantStatement) {
    const lack = lackOfTenantStatement(text);
    if (lack !== null) throw new Error(`Not a statement about one organization, ${lack}: ${text}`);
    return { ...(name !== undefined && { name }), text, values: [this.organizationId, ...values] };
  }

  /** For verbs that take the transaction and the organization apart. */
  get transaction(): Transaction {
    return this.#tx;
  }
}

type Beside = Omit<TransactionScope, 'organizationId'>;

/** Runs `work` in one transaction that sees one organization. Throws a TypeError for an id that is none. */
export async function inOrganization<T>(
  database: Database,
  organizationId: string,
  work: (tenant: Tenant) => Promise<T>,
  beside: Beside = {},
): Promise<T> {
  requireId(organizationId);
  return transaction(database, { ...beside, organizationId }, (tx) => work(new Tenant(tx, organizationId)));
}

/** The same, with what is asked first sent along with what begins it; see `transactionAsking`. */
export async function inOrganizationAsking<A extends readonly unknown[] | [], T>(
  database: Database,
  organizationId: string,
  {
    ask,
    work,
    ...beside
  }: Beside & {
    ask: (tenant: Tenant) => A;
    work: (tenant: Tenant, answers: Answers<A>) => Promise<T | Ending<T>>;
  },
): Promise<T> {
  requireId(organizationId);
  return transactionAsking(
    database,
    { ...beside, organizationId },
    {
      ask: (tx) => ask(new Tenant(tx, organizationId)),
      work: (tx, answers: Answers<A>) => work(new Tenant(tx, organizationId), answers),
    },
  );
}

/** Asks an organization everything at once, in one round trip; see `askAlone`. Throws a TypeError for an id that is none. */
export async function askInOrganization<A extends readonly unknown[] | []>(
  database: Database,
  organizationId: string,
  ask: (tenant: Tenant) => A,
  beside: Beside = {},
): Promise<Answers<A>> {
  requireId(organizationId);
  return askAlone(database, { ...beside, organizationId }, (tx) => ask(new Tenant(tx, organizationId)));
}

/** Narrows a transaction that is under way to an organization. */
export async function enterOrganization(
  tx: Transaction,
  organizationId: string,
  beside: Beside = {},
): Promise<Tenant> {
  requireId(organizationId);
  await setScope(tx, { ...beside, organizationId });
  return new Tenant(tx, organizationId);
}

function requireId(organizationId: string): void {
  if (!UUID.test(organizationId)) throw new TypeError('An organization is named by its id.');
}
