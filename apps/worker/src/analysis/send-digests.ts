import { randomUUID } from 'node:crypto';
import { readAuthority } from '@devpulse/database/access/callers';
import { insertMail } from '@devpulse/database/access/mails';
import { claimSubscribers, readDigestMaterial, recordDigests } from '@devpulse/database/analysis/digests';
import type { AnalysisClock } from '@devpulse/database/analysis/due-analyses';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { alertDigest } from '@devpulse/domain/alerts/alert-digest';
import type { Instant } from '@devpulse/domain/time/instant';
import { dayNumber, type LocalDay, localDayOf, weekdayOfNumber } from '@devpulse/domain/time/local-day';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { PostRoom } from '../platform/post-room.ts';
import { digestLetter } from './digest-letter.ts';

const AFTER = { hour: 8 };
const DAY_MILLISECONDS = 86_400_000;

/**
 * Once a working day of the organization, after 08:00 there, mails each subscriber what they may see of the alerts; nothing to tell, no
 * mail. Days without a worker are not made up for: the next mail tells how things stand then. Without a mail server none is made.
 */
export async function sendDigests(
  room: PostRoom,
  clock: Pick<AnalysisClock, 'organizationId' | 'calendar'>,
): Promise<void> {
  const now = room.now();
  const due = digestDue(clock.calendar, now);
  if (due === null || room.send === null) return;
  const mails = await inOrganization(
    room.database,
    clock.organizationId,
    (tenant) => writeDigests(room, tenant, { ...due, now }),
    { identity: true },
  );
  for (const mailId of mails) await room.queues.enqueue('sendMail', { mailId });
}

/** The working day that is to be told of at `now`, and since when; null outside of working days and before the hour. */
export function digestDue(calendar: WorkingCalendar, now: Instant): { day: LocalDay; since: Instant } | null {
  const day = localDayOf(now, calendar.zone);
  const isWorked =
    calendar.weekdays.includes(weekdayOfNumber(dayNumber(day))) && !calendar.holidays.includes(day);
  const since = Temporal.PlainDate.from(day)
    .toPlainDateTime(AFTER)
    .toZonedDateTime(calendar.zone).epochMilliseconds;
  return isWorked && now >= since ? { day, since } : null;
}

/** Answers the mails, which stand in the transaction that notes them. */
async function writeDigests(
  room: PostRoom,
  tenant: Tenant,
  { day, since, now }: { day: LocalDay; since: Instant; now: Instant },
): Promise<string[]> {
  const subscribers = await claimSubscribers(tenant, { day, before: since });
  if (subscribers.length === 0) return [];
  const earliest = Math.min(...subscribers.map(({ toldAt }) => toldAt ?? now - DAY_MILLISECONDS));
  const { alerts, organization, teamNames } = await readDigestMaterial(tenant, earliest);
  const mails: string[] = [];
  for (const { userId, email, toldAt } of subscribers) {
    const authority = await readAuthority(tenant, userId);
    const reader = authority && { authority, lastDigestAt: toldAt, now, teamNames };
    const digest = reader && alertDigest(alerts, reader);
    if (digest === null) continue;
    const { subject, text } = digestLetter(organization, digest);
    const id = randomUUID();
    const textEncrypted = room.vault.seal(text, `mail:${id}`);
    const mail = { id, recipient: email, subject, textEncrypted, createdAt: now };
    await insertMail(tenant.transaction, { ...mail, state: 'waiting' });
    mails.push(id);
  }
  await recordDigests(tenant, { userIds: subscribers.map(({ userId }) => userId), day, now });
  return mails;
}
