import { v7 as uuidv7 } from 'uuid';
import type { Database } from './connection.ts';
import { transaction } from './transaction.ts';

/** A signed webhook delivery as it came over the wire. */
export type NewDelivery = {
  guid: string;
  event: string;
  hookId: string | null;
  installationTargetId: string | null;
  /** The App whose secret has signed it; null for a secret of the configuration. */
  githubAppId: string | null;
  headers: Record<string, string>;
  body: Buffer;
  bodySha256: Buffer;
  receivedAt: Date;
  state: 'received' | 'ignored';
  reason: string | null;
};

export type DeliveryReceipt = {
  id: string;
  receivedAt: Date;
  /** `revived`: a repeat of one that had failed, which is to be tried again. */
  outcome: 'stored' | 'duplicate' | 'revived';
};

const COLUMNS = 12;

/**
 * Stores deliveries with one statement: all are committed when it resolves, or none. A delivery whose GUID, or whose
 * event and body, is already known from the same App is not stored again. Receipts are in the order of the input.
 */
export async function insertDeliveries(
  database: Database,
  deliveries: readonly NewDelivery[],
): Promise<DeliveryReceipt[]> {
  const ids = deliveries.map((delivery) => uuidv7({ msecs: delivery.receivedAt.getTime() }));
  const { rows } = await database.pool.query<{ id: string }>({
    name: `insert_deliveries_${deliveries.length}`,
    text: insertStatement(deliveries.length),
    values: deliveries.flatMap((delivery, index) => [
      ids[index],
      delivery.receivedAt,
      delivery.guid,
      delivery.event,
      delivery.hookId,
      delivery.installationTargetId,
      delivery.githubAppId,
      JSON.stringify(delivery.headers),
      delivery.body,
      delivery.bodySha256,
      delivery.state,
      delivery.reason,
    ]),
  });
  const stored = new Set(rows.map((row) => row.id));
  const receipts: DeliveryReceipt[] = [];
  for (const [index, delivery] of deliveries.entries()) {
    const id = ids[index] as string;
    receipts.push(
      stored.has(id)
        ? { id, receivedAt: delivery.receivedAt, outcome: 'stored' }
        : await repeatDelivery(database, delivery),
    );
  }
  return receipts;
}

/** Each value is a parameter of its own, so that bodies travel in binary. */
function insertStatement(rowCount: number): string {
  const types = [
    'uuid',
    'timestamptz',
    'text',
    'text',
    'text',
    'text',
    'uuid',
    'jsonb',
    'bytea',
    'bytea',
    'text',
    'text',
  ];
  const rows = Array.from({ length: rowCount }, (_, row) => {
    const values = types.map((type, column) => `$${row * COLUMNS + column + 1}::${type}`);
    return `(${values.join(',')})`;
  });
  return `WITH input (id, received_at, guid, event, hook_id, installation_target_id, github_app_id, headers, body, body_sha256, state, reason)
      AS (VALUES ${rows.join(',')}),
    keys AS (
      INSERT INTO delivery_key (guid, event, source, body_sha256, delivery_id, received_at)
      SELECT guid, event, coalesce(github_app_id::text, ''), body_sha256, id, received_at FROM input
      ON CONFLICT DO NOTHING
      RETURNING delivery_id),
    stored AS (
      INSERT INTO raw_delivery (id, received_at, guid, event, hook_id, installation_target_id, github_app_id, headers, body, body_sha256, state, reason)
      SELECT input.* FROM input JOIN keys ON keys.delivery_id = input.id)
    SELECT delivery_id AS id FROM keys`;
}

/** Counts the repeat; a delivery that had been given up on is opened again. */
async function repeatDelivery(database: Database, delivery: NewDelivery): Promise<DeliveryReceipt> {
  return transaction(database, { system: true }, async (tx) => {
    const known = await tx.query<{ delivery_id: string; received_at: number }>(
      `UPDATE delivery_key SET repeats = repeats + 1
       WHERE source = $4 AND (guid = $1 OR (event = $2 AND body_sha256 = $3))
       RETURNING delivery_id, received_at`,
      [delivery.guid, delivery.event, delivery.bodySha256, delivery.githubAppId ?? ''],
    );
    const row = known.rows[0];
    if (!row) throw new Error('A repeated delivery has lost its key.');
    const receivedAt = new Date(row.received_at);
    const revived = await tx.query(
      `UPDATE raw_delivery SET state = 'received', reason = NULL, attempts = 0
       WHERE id = $1 AND received_at = $2 AND state = 'dead'`,
      [row.delivery_id, receivedAt],
    );
    return { id: row.delivery_id, receivedAt, outcome: revived.rowCount ? 'revived' : 'duplicate' };
  });
}
