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

export type DeliveryKey = { id: string; receivedAt: Date };

/** What stands with a delivery, and what was taken for the length of the transaction. */
export type DeliveryClaim = {
  /** `taken`: among the deliveries; `held`: another transaction has it; `settled`: dealt with, or gone. */
  own: 'taken' | 'held' | 'settled';
  /** Whose it turned out to be; null while nobody knows. */
  organizationId: string | null;
  /** In the order of their receipt. */
  deliveries: ClaimedDelivery[];
};

/**
 * What is taken along: deliveries of these events, as the one that takes them, received at the same time or later, that never failed and are
 * no larger than `mostBytes`.
 */
export type TakenAlong = { most: number; events: readonly string[]; mostBytes: number };

type ClaimedRow = Omit<ClaimedDelivery, 'id' | 'receivedAt'> & {
  state: string;
  organizationId: string | null;
  id: string | null;
  receivedMs: number;
};

const CLAIMED = 'id, received_at, event, body, github_app_id';

/**
 * Takes a delivery, and others along with it, for the length of the transaction. The row lock is the claim: a killed worker lets go of it
 * with its connection, and only a row in state `received` can be taken. What another has is passed over; with what is settled, or of
 * another event, nothing is taken along.
 */
export async function claimDeliveries(
  tx: Transaction,
  delivery: DeliveryKey,
  along: TakenAlong,
): Promise<DeliveryClaim> {
  const { rows } = await tx.query<ClaimedRow>({
    name: 'claim_deliveries',
    text: `WITH standing AS MATERIALIZED (
        SELECT state, organization_id, event FROM raw_delivery WHERE id = $1 AND received_at = $2),
      own AS MATERIALIZED (
        SELECT ${CLAIMED} FROM raw_delivery WHERE id = $1 AND received_at = $2 AND state = 'received' FOR UPDATE SKIP LOCKED),
      along AS MATERIALIZED (
        SELECT ${CLAIMED} FROM raw_delivery
        WHERE EXISTS (SELECT FROM standing WHERE state = 'received' AND event = ANY ($3::text[])) AND received_at >= $2 AND state = 'received' AND id <> $1
          AND event = ANY ($3::text[]) AND attempts = 0 AND octet_length(body) <= $4
        ORDER BY received_at LIMIT $5 FOR UPDATE SKIP LOCKED)
      SELECT s.state, s.organization_id AS "organizationId", c.id, c.received_at AS "receivedMs", c.event, c.body,
        c.github_app_id AS "githubAppId"
      FROM standing s LEFT JOIN (SELECT * FROM own UNION ALL SELECT * FROM along) AS c ON true
      ORDER BY c.received_at, c.id`,
    values: [delivery.id, delivery.receivedAt, along.events, along.mostBytes, along.most],
  });
  const deliveries = rows.flatMap(({ id, receivedMs, event, body, githubAppId }) =>
    id === null ? [] : [{ id, receivedAt: new Date(receivedMs), event, body, githubAppId }],
  );
  const isTaken = deliveries.some(({ id }) => id === delivery.id);
  const isWaiting = rows[0]?.state === 'received';
  return {
    own: isTaken ? 'taken' : isWaiting ? 'held' : 'settled',
    organizationId: rows[0]?.organizationId ?? null,
    deliveries,
  };
}

/** Takes a delivery for the length of the transaction, once whoever has it now has let go of it. */
export async function awaitDelivery(tx: Transaction, delivery: DeliveryKey): Promise<DeliveryClaim> {
  const { rows } = await tx.query<{
    state: string;
    organizationId: string | null;
    event: string;
    body: Buffer | null;
    githubAppId: string | null;
  }>({
    name: 'await_delivery',
    text: `SELECT state, organization_id AS "organizationId", event, CASE WHEN state = 'received' THEN body END AS body,
        github_app_id AS "githubAppId"
      FROM raw_delivery WHERE id = $1 AND received_at = $2 FOR UPDATE`,
    values: [delivery.id, delivery.receivedAt],
  });
  const row = rows[0];
  const organizationId = row?.organizationId ?? null;
  if (!row?.body) return { own: 'settled', organizationId, deliveries: [] };
  const { event, body, githubAppId } = row;
  return { own: 'taken', organizationId, deliveries: [{ ...delivery, event, body, githubAppId }] };
}

type SettledDelivery = DeliveryVerdict & { delivery: DeliveryKey };

/** Writes what became of deliveries, by which `version` of the definitions. */
export async function settleDeliveries(
  tx: Transaction,
  settled: readonly SettledDelivery[],
  version: number,
): Promise<void> {
  await tx.query({
    name: 'settle_deliveries',
    text: `UPDATE raw_delivery d
      SET state = t.state, action = t.action, installation_id = t.installation_id, organization_id = t.organization_id,
        reason = t.reason, projected_version = $8, projected_at = clock_timestamp(), attempts = d.attempts + 1, last_error = NULL
      FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::bigint[], $6::uuid[], $7::text[])
        AS t (id, received_at, state, action, installation_id, organization_id, reason)
      WHERE d.id = t.id AND d.received_at = t.received_at AND d.id = ANY ($1::uuid[]) AND d.received_at = ANY ($2::timestamptz[])`,
    values: [
      settled.map(({ delivery }) => delivery.id),
      settled.map(({ delivery }) => delivery.receivedAt),
      settled.map(({ state }) => state),
      settled.map(({ action }) => action),
      settled.map(({ installationId }) => installationId),
      settled.map(({ organizationId }) => organizationId),
      settled.map(({ reason }) => reason),
      version,
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
