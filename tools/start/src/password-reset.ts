import { recordAudit } from '@devpulse/database/access/audit';
import { issueOneTimeToken, voidOneTimeTokens } from '@devpulse/database/access/one-time-tokens';
import { deletePasskeys } from '@devpulse/database/access/passkeys';
import { findPersonByEmail } from '@devpulse/database/access/persons';
import { deleteRecoveryCodes } from '@devpulse/database/access/recovery-codes';
import { deleteTotp } from '@devpulse/database/access/totps';
import { openDatabase } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { StartFailure } from './failure.ts';

const lifeMilliseconds = 60 * 60_000;

export interface ResetRequest {
  /** Connects as devpulse_app. */
  databaseUrl: string;
  /** Origin of the dashboard, as people reach it. */
  publicUrl: string;
  email: string;
  /** For somebody who has lost the phone and the recovery codes: the second factors go as well. */
  isWithoutFactors: boolean;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * A link with which a person chooses a new password, good once and for an hour; earlier ones are void, and the person's own log tells
 * of it. Throws a `StartFailure` when nobody has the address.
 */
export async function issueResetLink(request: ResetRequest): Promise<string> {
  const { databaseUrl, publicUrl, email, now } = request;
  const database = openDatabase({
    url: databaseUrl,
    applicationName: 'devpulse-reset-link',
    maxConnections: 1,
  });
  try {
    const secret = newSecret();
    await transaction(database, { identity: true }, async (tx) => {
      const person = await findPersonByEmail(tx, email.trim().toLowerCase());
      if (!person) throw new StartFailure(`Nobody here has the address ${email}.`);
      const userId = person.id;
      await voidOneTimeTokens(tx, userId, 'password_reset');
      await issueOneTimeToken(tx, {
        tokenSha256: hashSecret(secret),
        purpose: 'password_reset',
        userId,
        expiresAt: now + lifeMilliseconds,
      });
      if (request.isWithoutFactors) await removeFactors(tx, userId);
      await recordAudit(tx, {
        organizationId: null,
        actorUserId: null,
        subjectUserId: userId,
        action: 'password.reset_link_printed',
        detail: { isWithoutFactors: request.isWithoutFactors },
        at: now,
      });
    });
    return `${publicUrl}/sign-in/reset?token=${secret}`;
  } finally {
    await database.close();
  }
}

async function removeFactors(tx: Transaction, userId: string): Promise<void> {
  await deleteTotp(tx, userId);
  await deleteRecoveryCodes(tx, userId);
  await deletePasskeys(tx, userId);
}
