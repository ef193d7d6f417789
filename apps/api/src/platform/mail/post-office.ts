import { randomUUID } from 'node:crypto';
import { insertMail } from '@devpulse/database/access/mails';
import type { Transaction } from '@devpulse/database/transaction';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { ProcessParts } from '../process-parts.ts';
import { ENQUEUE_MAILS, VAULT } from '../tokens.ts';

/** Tells the queue of mails that wait. */
export type EnqueueMails = (ids: readonly string[]) => Promise<void>;

export type Mail = { to: string; subject: string; text: string };

/**
 * Writes mails. A mail stands in the transaction of what it tells of and is sent after it, by the worker; one that the queue is not told of
 * is found by the worker's sweep. Without SMTP it is held for the instance's Owner to read.
 */
@Injectable()
export class PostOffice {
  readonly #parts: ProcessParts;
  readonly #vault: Vault;
  readonly #enqueue: EnqueueMails;

  constructor(
    parts: ProcessParts,
    @Inject(VAULT) vault: Vault,
    @Inject(ENQUEUE_MAILS) enqueue: EnqueueMails,
  ) {
    this.#parts = parts;
    this.#vault = vault;
    this.#enqueue = enqueue;
  }

  get isSending(): boolean {
    return this.#parts.environment.SMTP_URL !== undefined;
  }

  /** Answers the id, to be handed to `send` after the commit. */
  async write(tx: Transaction, mail: Mail): Promise<string> {
    const id = randomUUID();
    await insertMail(tx, {
      id,
      recipient: mail.to,
      subject: mail.subject,
      textEncrypted: this.#vault.seal(mail.text, `mail:${id}`),
      state: this.isSending ? 'waiting' : 'held',
      createdAt: this.#parts.now(),
    });
    return id;
  }

  /** Never rejects and nobody waits for it: what the queue is not told of now is swept up within a minute. */
  send(...ids: readonly string[]): void {
    if (!this.isSending || ids.length === 0) return;
    this.#enqueue(ids).catch((error: unknown) => {
      this.#parts.logger.warn({ err: error }, 'The queue could not be told of a mail');
    });
  }
}
