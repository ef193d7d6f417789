import {
  claimMail,
  holdMail,
  type MailRow,
  recordMailFailure,
  recordSentMail,
} from '@devpulse/database/access/mails';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import type { MailJob } from '@devpulse/jobs/catalogue';
import type { PostRoom } from '../platform/post-room.ts';
import { MailRefused } from './mailer.ts';

/**
 * Sends a mail that waits. Its row is locked meanwhile, so that no other worker sends it too. A refusal leaves its cause with the row and
 * rejects, for another attempt, unless no attempt is left or none can help.
 */
export async function sendMail(
  room: PostRoom,
  job: MailJob,
  attempt: { isLastAttempt: boolean },
): Promise<void> {
  const refused = await transaction(room.database, { system: true }, async (tx) => {
    const mail = await claimMail(tx, job.mailId);
    return mail === null
      ? null
      : deliver(room, tx, mail).then(
          () => null,
          (error: unknown) => noteRefusal(tx, mail, { error, ...attempt }),
        );
  });
  if (refused === null) return;
  room.logger.warn(
    { mailId: job.mailId, isFinal: refused.isFinal, reason: refused.message },
    'a mail was not sent',
  );
  if (!refused.isFinal) throw refused;
}

async function deliver(room: PostRoom, tx: Transaction, mail: MailRow): Promise<void> {
  if (room.send === null) return holdMail(tx, mail.id);
  if (mail.textEncrypted === null) throw new MailRefused('The mail has no text any more.', true);
  const text = unseal(room, mail.id, mail.textEncrypted);
  await room.send({ id: mail.id, to: mail.recipient, subject: mail.subject, text });
  await recordSentMail(tx, { id: mail.id, sentAt: room.now() });
}

function unseal(room: PostRoom, mailId: string, sealed: Buffer): string {
  try {
    return room.vault.unseal(sealed, `mail:${mailId}`);
  } catch {
    throw new MailRefused('The mail was sealed under another key than DEVPULSE_ENCRYPTION_KEY.', true);
  }
}

async function noteRefusal(
  tx: Transaction,
  mail: MailRow,
  attempt: { error: unknown; isLastAttempt: boolean },
): Promise<MailRefused> {
  const { error, isLastAttempt } = attempt;
  if (!(error instanceof MailRefused)) throw error;
  const isFinal = error.isFinal || isLastAttempt;
  await recordMailFailure(tx, { id: mail.id, message: error.message, isFinal });
  return new MailRefused(error.message, isFinal);
}
