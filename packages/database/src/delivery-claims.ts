import type { Database } from './connection.ts';
import type { DeliveryOrigin } from './github/delivery-tenants.ts';
import { type Transaction, transaction } from './transaction.ts';

export type ClaimedDelivery = {
  id: string;
  receivedAt: Date;
  event: string;
  body: Buffer;
  /** The App whose secret has signed it; null for the secrets of the configuration. */
  githubAppId: string | null;
};

export type DeliveryVerdict = {
  state: 'done' | 'ignored' | 'rejected_shape';
  action: string | null;
  installationId: string | null;
  organizationId: string | null;
  reason: string | null;
};

/**
 * Takes a delivery for the length of the transaction. The row lock is the claim: a killed worker lets go of it with its
 * connection, and only a row in state `received` can be taken. Null when another has it or it has been dealt with.
 */
export async function claimDelivery(
  tx: Transaction,
  delivery: { id: string; receivedAt: Date },
): Promise<ClaimedDelivery | null> {
  const { rows } = await tx.query<{ event: string; body: Buffer; githubAppId: string | null }>({
    name: 'claim_delivery',
    text: `SELECT event, body, github_app_id AS "githubAppId" FROM raw_delivery
           WHERE id = $1 AND received_at = $2 AND state = 'received' FOR UPDATE SKIP LOCKED`,
    values: [delivery.id, delivery.receivedAt],
  });
  const row = rows[0];
  return row ? { ...delivery, ...row } : null;
}

/** Whose delivery it turned out to be; null while nobody knows. */
export async function findOrganizationOfDelivery(
  database: Database,
  delivery: { id: string; receivedAt: Date },
): Promise<string | null> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ organization_id: string | null }>(
      'SELECT organization_id FROM raw_delivery WHERE id = $1 AND received_at = $2',
      [delivery.id, delivery.receivedAt],
    );
    return rows[0]?.organization_id ?? null;
  });
}

export async function settleDelivery(
  tx: Transaction,
  delivery: { id: string; receivedAt: Date },
  verdict: DeliveryVerdict & { version: number },
): Promise<void> {
  await tx.query({
    name: 'settle_delivery',
    text: `UPDATE raw_delivery
           SET state = $3, action = $4, installation_id = $5, organization_id = $6, reason = $7,
               projected_version = $8, projected_at = clock_timestamp(), attempts = attempts + 1, last_error = NULL
           WHERE id = $1 AND received_at = $2`,
    values: [
      delivery.id,
      delivery.receivedAt,
      verdict.state,
      verdict.action,
      verdict.installationId,
      verdict.organizationId,
      verdict.reason,
      verdict.version,
    ],
  });
}

/** Leaves a trace of a failed attempt; the row stays `received` unless it is the end of the road. */
export async function recordFailure(
  database: Database,
  delivery: { id: string; receivedAt: Date },
  failure: { message: string; isFinal: boolean },
): Promise<void> {
  await transaction(database, { system: true }, async (tx) => {
    await tx.query(
      `UPDATE raw_delivery
       SET attempts = attempts + 1, last_error = $3, state = CASE WHEN $4 THEN 'dead' ELSE state END,
           reason = CASE WHEN $4 THEN 'attempts_exhausted' ELSE reason END
       WHERE id = $1 AND received_at = $2 AND state = 'received'`,
      [delivery.id, delivery.receivedAt, failure.message.slice(0, 500), failure.isFinal],
    );
  });
}

export type PendingDelivery = { id: string; receivedAt: Date; event: string };

/** Deliveries that were stored before `before` and are still waiting, oldest first: the queue may not know them. */
export async function findPendingDeliveries(
  database: Database,
  options: { before: Date; limit: number },
): Promise<PendingDelivery[]> {
  return listDeliveries(database, {
    where: `state = 'received' AND received_at < $1`,
    values: [options.before, options.limit],
  });
}

export type DeadDelivery = PendingDelivery & { lastError: string | null; attempts: number };

export async function findDeadDeliveries(database: Database, limit: number): Promise<DeadDelivery[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<DeadDelivery & { receivedAt: number }>(
      `SELECT id, received_at AS "receivedAt", event, last_error AS "lastError", attempts
       FROM raw_delivery WHERE state = 'dead' ORDER BY received_at LIMIT $1`,
      [limit],
    );
    return rows.map((row) => ({ ...row, receivedAt: new Date(row.receivedAt) }));
  });
}

/** Opens dead deliveries again; all of them without `ids`. Answers those that were opened, for the caller to enqueue. */
export async function reviveDeliveries(
  database: Database,
  ids: readonly string[] | null,
): Promise<PendingDelivery[]> {
  return reopen(database, `state = 'dead' AND ($1::uuid[] IS NULL OR id = ANY($1))`, [ids]);
}

/** Deliveries that had arrived before anyone knew their installation, of the same signer. */
export async function reviveForInstallation(
  tx: Transaction,
  { installationId, githubAppId }: DeliveryOrigin,
): Promise<PendingDelivery[]> {
  const where = `reason = 'unknown_installation' AND installation_id = $1 AND github_app_id IS NOT DISTINCT FROM $2`;
  return reopenIn(tx, where, [installationId, githubAppId]);
}

function reopen(database: Database, where: string, values: unknown[]): Promise<PendingDelivery[]> {
  return transaction(database, { system: true }, (tx) => reopenIn(tx, where, values));
}

async function reopenIn(tx: Transaction, where: string, values: unknown[]): Promise<PendingDelivery[]> {
  const { rows } = await tx.query<{ id: string; receivedAt: number; event: string }>(
    `UPDATE raw_delivery SET state = 'received', reason = NULL, attempts = 0
     WHERE ${where} RETURNING id, received_at AS "receivedAt", event`,
    values,
  );
  return rows.map((row) => ({ ...row, receivedAt: new Date(row.receivedAt) }));
}

function listDeliveries(
  database: Database,
  query: { where: string; values: unknown[] },
): Promise<PendingDelivery[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ id: string; receivedAt: number; event: string }>(
      `SELECT id, received_at AS "receivedAt", event FROM raw_delivery
       WHERE ${query.where} ORDER BY received_at LIMIT $2`,
      query.values,
    );
    return rows.map((row) => ({ ...row, receivedAt: new Date(row.receivedAt) }));
  });
}
