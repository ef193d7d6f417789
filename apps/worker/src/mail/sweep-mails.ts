import { findWaitingMails, forgetMails } from '@devpulse/database/access/mails';
import { RETENTION } from '@devpulse/domain/privacy/retention';
import type { PostRoom } from '../platform/post-room.ts';

/** Younger mails are on their way through the queue. */
const WAITING_AFTER_MS = 30_000;
const AT_ONCE = 1_000;
const KEPT_MS = RETENTION.mailDays * 86_400_000;

/** Queues mails that the queue was not told of, or has forgotten; forgets old ones. */
export async function sweepMails(room: PostRoom): Promise<void> {
  const now = room.now();
  const waiting = await findWaitingMails(room.database, {
    before: new Date(now - WAITING_AFTER_MS),
    limit: AT_ONCE,
  });
  for (const mailId of waiting) await room.queues.enqueue('sendMail', { mailId });
  await forgetMails(room.database, new Date(now - KEPT_MS));
}
