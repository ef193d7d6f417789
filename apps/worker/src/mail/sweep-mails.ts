import { findWaitingMails, forgetMails } from '@devpulse/database/access/mails';
import type { PostRoom } from '../platform/post-room.ts';

/** Younger mails are on their way through the queue. */
const WAITING_AFTER_MS = 30_000;
const AT_ONCE = 1_000;
const KEPT_MS = 30 * 86_400_000;

/** Queues mails that the queue was not told of, or has forgotten; forgets what was written 30 days ago. */
export async function sweepMails(room: PostRoom): Promise<void> {
  const now = room.now();
  const waiting = await findWaitingMails(room.database, {
    before: new Date(now - WAITING_AFTER_MS),
    limit: AT_ONCE,
  });
  for (const mailId of waiting) await room.queues.enqueue('sendMail', { mailId });
  await forgetMails(room.database, new Date(now - KEPT_MS));
}
