import type { Database } from '@devpulse/database/connection';
import type { Instant } from '@devpulse/domain/time/instant';
import type { Queues } from '@devpulse/jobs/queues';
import type { Logger } from '@devpulse/observability/logger';
import type { Vault } from '@devpulse/vault/vault';

export type OutgoingMail = { id: string; to: string; subject: string; text: string };

/** Hands a mail to the mail server. */
export type SendMail = (mail: OutgoingMail) => Promise<void>;

/** What handlers of mails work with. */
export type PostRoom = {
  database: Database;
  queues: Pick<Queues, 'enqueue'>;
  logger: Logger;
  vault: Vault;
  /** Null without a mail server. */
  send: SendMail | null;
  now(): Instant;
};
