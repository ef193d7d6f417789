import { recordAudit } from '@devpulse/database/access/audit';
import { findPerson } from '@devpulse/database/access/persons';
import type { Transaction } from '@devpulse/database/transaction';
import type { PersonAuditAction } from '@devpulse/domain/access/audit-actions';
import { Injectable } from '@nestjs/common';
import { PostOffice } from '../../platform/mail/post-office.ts';
import { ProcessParts } from '../../platform/process-parts.ts';

export type SecurityChange = {
  userId: string;
  /** `noun.verb`, for the log. */
  action: PersonAuditAction;
  /** An id, for the log. */
  target?: string;
  subject: string;
  /** What changed, in whole sentences; never a name or a text that somebody chose. */
  lines: readonly string[];
};

/** Keeps in a person's log, and tells them by mail, that a way to sign in as them has changed. */
@Injectable()
export class SecurityRecord {
  readonly #parts: ProcessParts;
  readonly #post: PostOffice;

  constructor(parts: ProcessParts, post: PostOffice) {
    this.#parts = parts;
    this.#post = post;
  }

  /** In the transaction of the change, of identity work. Answers the mail, to be handed to `send` after the commit. */
  async write(tx: Transaction, change: SecurityChange): Promise<string> {
    const { userId, action, target, subject, lines } = change;
    await recordAudit(tx, {
      organizationId: null,
      actorUserId: userId,
      subjectUserId: userId,
      action,
      target: target ?? null,
      at: this.#parts.now(),
    });
    const person = await findPerson(tx, userId);
    return this.#post.write(tx, {
      to: person?.email ?? '',
      subject,
      text: [
        'Hello,',
        '',
        ...lines,
        '',
        'If this was not you, end your other sessions and change your password now:',
        `${this.#parts.environment.PUBLIC_URL}/account/security`,
      ].join('\n'),
    });
  }

  send(mailId: string): void {
    this.#post.send(mailId);
  }
}
