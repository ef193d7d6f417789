import type { Instant } from '@devpulse/domain/time/instant';
import type { Database } from '../connection.ts';
import { type Transaction, transaction } from '../transaction.ts';

export type MailRow = {
  id: string;
  recipient: string;
  subject: string;
  /** Sealed; null once the mail was sent. */
  textEncrypted: Buffer | null;
  state: 'waiting' | 'sent' | 'failed' | 'held';
  attempts: number;
  createdAt: Instant;
};

const COLUMNS = `id, recipient, subject, text_encrypted AS "textEncrypted", state, attempts, created_at AS "createdAt"`;

/** Puts a mail into the same transaction as what it tells of; any scope may. */
export async function insertMail(
  tx: Transaction,
  mail: Pick<MailRow, 'id' | 'recipient' | 'subject' | 'createdAt'> & {
    textEncrypted: Buffer;
    state: 'waiting' | 'held';
  },
): Promise<void> {
  await tx.query(
    `INSERT INTO outgoing_mail (id, recipient, subject, text_encrypted, state, created_at)
     VALUES ($1, $2, $3, $4, $5, to_timestamp($6::float8 / 1000))`,
    [mail.id, mail.recipient, mail.subject, mail.textEncrypted, mail.state, mail.createdAt],
  );
}

/** Mails that were not sent, newest first. */
export async function listUnsentMails(database: Database, limit: number): Promise<MailRow[]> {
  return transaction(database, { identity: true }, async (tx) => {
    const { rows } = await tx.query<MailRow>(
      `SELECT ${COLUMNS} FROM outgoing_mail WHERE state <> 'sent' ORDER BY created_at DESC, id DESC LIMIT $1`,
      [limit],
    );
    return rows;
  });
}

/** A mail that waits, for this transaction alone to send; null when it does not wait, or somebody else is sending it. */
export async function claimMail(tx: Transaction, id: string): Promise<MailRow | null> {
  const { rows } = await tx.query<MailRow>(
    `SELECT ${COLUMNS} FROM outgoing_mail WHERE id = $1 AND state = 'waiting' FOR UPDATE SKIP LOCKED`,
    [id],
  );
  return rows[0] ?? null;
}

/** Notes that a mail was sent. Its text is gone with that. */
export async function recordSentMail(tx: Transaction, mail: { id: string; sentAt: Instant }): Promise<void> {
  await tx.query(
    `UPDATE outgoing_mail SET state = 'sent', text_encrypted = NULL, attempts = attempts + 1, last_error = NULL,
       sent_at = to_timestamp($2::float8 / 1000) WHERE id = $1`,
    [mail.id, mail.sentAt],
  );
}

/** Notes an attempt that failed; after the last one, the mail is there for the Owner of the instance to read. */
export async function recordMailFailure(
  tx: Transaction,
  failure: { id: string; message: string; isFinal: boolean },
): Promise<void> {
  await tx.query(
    `UPDATE outgoing_mail SET attempts = attempts + 1, last_error = $2, state = CASE WHEN $3 THEN 'failed' ELSE state END
     WHERE id = $1`,
    [failure.id, failure.message.slice(0, 500), failure.isFinal],
  );
}

/** Keeps a mail for the Owner of the instance to read, since there is no server to send it. */
export async function holdMail(tx: Transaction, id: string): Promise<void> {
  await tx.query(`UPDATE outgoing_mail SET state = 'held' WHERE id = $1`, [id]);
}

/** Mails that have waited since before `before`, oldest first. */
export async function findWaitingMails(
  database: Database,
  options: { before: Date; limit: number },
): Promise<string[]> {
  return transaction(database, { system: true }, async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `SELECT id FROM outgoing_mail WHERE state = 'waiting' AND created_at < $1 ORDER BY created_at, id LIMIT $2`,
      [options.before, options.limit],
    );
    return rows.map((row) => row.id);
  });
}

/** Deletes mails that were written before `before`, sent or not: no link in them is good any more. */
export async function forgetMails(database: Database, before: Date): Promise<number> {
  return transaction(database, { system: true }, async (tx) => {
    const { rowCount } = await tx.query('DELETE FROM outgoing_mail WHERE created_at < $1', [before]);
    return rowCount ?? 0;
  });
}
