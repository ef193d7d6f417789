import { changeAddress, verifyAddress } from '@devpulse/database/access/account';
import { recordAudit } from '@devpulse/database/access/audit';
import {
  issueOneTimeToken,
  type OneTimeToken,
  useOneTimeToken,
  voidOneTimeTokens,
} from '@devpulse/database/access/one-time-tokens';
import { findPerson, findPersonByEmail } from '@devpulse/database/access/persons';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { PostOffice } from '../../platform/mail/post-office.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import {
  addressChangeAskedLetter,
  addressChangedLetter,
  addressTakenLetter,
  addressVerificationLetter,
} from '../mails/letters.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { linkIsOver } from './link-is-over.ts';

const HOURS_VALID = 24;
type Purpose = 'email_verification' | 'email_change';

/** Proves addresses by mailed links: the one a person has, and the one they want. */
@Injectable()
export class AddressVerification {
  readonly #parts: ProcessParts;
  readonly #database: Database;
  readonly #post: PostOffice;
  readonly #throttle: Throttle;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    post: PostOffice,
    throttle: Throttle,
  ) {
    this.#parts = parts;
    this.#database = database;
    this.#post = post;
    this.#throttle = throttle;
  }

  /**
   * Mails a link to the address that a person has, in a transaction of identity work. Answers the mail, to be sent after the
   * commit. Whoever calls it limits how often.
   */
  async askForOwn(tx: Transaction, person: { userId: string; email: string }): Promise<string> {
    const link = await this.#issue(tx, 'email_verification', person);
    const letter = addressVerificationLetter({ link, hours: HOURS_VALID });
    return this.#post.write(tx, { to: person.email, ...letter });
  }

  /**
   * Mails a link to the address that a person wants. One that belongs to somebody else is answered in the same way; its owner is told, and
   * no link is sent.
   */
  async askForChange(
    tx: Transaction,
    { userId, from, to }: { userId: string; from: string; to: string },
  ): Promise<string[]> {
    const link = await this.#issue(tx, 'email_change', { userId, email: to });
    const isTaken = (await findPersonByEmail(tx, to)) !== null;
    const letter = isTaken ? addressTakenLetter() : addressVerificationLetter({ link, hours: HOURS_VALID });
    const url = `${this.#parts.environment.PUBLIC_URL}/account/security`;
    return [
      await this.#post.write(tx, { to, ...letter }),
      await this.#post.write(tx, { to: from, ...addressChangeAskedLetter({ url }) }),
    ];
  }

  /** Answers the address that is verified now. Throws AppError('not_found') for a link that leads nowhere, for whatever reason. */
  async confirm(token: string, origin: RequestOrigin): Promise<string> {
    const tokenSha256 = hashSecret(token);
    const outcome = await transaction(this.#database, { identity: true }, (tx) =>
      this.#use(tx, tokenSha256),
    ).catch((error: unknown) => {
      if (isAddressTaken(error)) return null;
      throw error;
    });
    if (outcome === null) {
      await this.#throttle.take({ rule: 'token_address', of: networkKey(origin.ipAddress) });
      throw linkIsOver();
    }
    this.#post.send(...outcome.mailIds);
    return outcome.email;
  }

  async #issue(
    tx: Transaction,
    purpose: Purpose,
    { userId, email }: { userId: string; email: string },
  ): Promise<string> {
    const token = newSecret();
    await voidOneTimeTokens(tx, userId, purpose);
    await issueOneTimeToken(tx, {
      tokenSha256: hashSecret(token),
      purpose,
      userId,
      data: { email },
      expiresAt: this.#parts.now() + HOURS_VALID * 3_600_000,
    });
    return `${this.#parts.environment.PUBLIC_URL}/verify-email?token=${token}`;
  }

  async #use(tx: Transaction, tokenSha256: Buffer): Promise<{ email: string; mailIds: string[] } | null> {
    const now = this.#parts.now();
    const own = await useOneTimeToken(tx, { tokenSha256, purpose: 'email_verification', now });
    if (own !== null) return this.#verify(tx, own);
    const change = await useOneTimeToken(tx, { tokenSha256, purpose: 'email_change', now });
    return change === null ? null : this.#change(tx, change);
  }

  async #verify(tx: Transaction, token: OneTimeToken): Promise<{ email: string; mailIds: string[] } | null> {
    const now = this.#parts.now();
    const { userId, data } = token;
    const email = String(data.email);
    if (userId === null || !(await verifyAddress(tx, { userId, email, now }))) return null;
    await recordAudit(tx, { ...about(userId), action: 'email.verified', at: now });
    return { email, mailIds: [] };
  }

  async #change(tx: Transaction, token: OneTimeToken): Promise<{ email: string; mailIds: string[] } | null> {
    const now = this.#parts.now();
    const { userId, data } = token;
    const email = String(data.email);
    const before = userId === null ? null : await findPerson(tx, userId);
    if (userId === null || before === null || before.disabledAt !== null) return null;
    if (!(await changeAddress(tx, { userId, email, now }))) return null;
    // Links that went to the old address are for nobody now.
    await voidOneTimeTokens(tx, userId, 'password_reset');
    await voidOneTimeTokens(tx, userId, 'email_verification');
    await recordAudit(tx, { ...about(userId), action: 'email.changed', at: now });
    return { email, mailIds: [await this.#post.write(tx, { to: before.email, ...addressChangedLetter() })] };
  }
}

function about(userId: string): { organizationId: null; actorUserId: string; subjectUserId: string } {
  return { organizationId: null, actorUserId: userId, subjectUserId: userId };
}

/** Two persons who take one address at once are kept apart by its unique index. */
function isAddressTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'user_email_key';
}
