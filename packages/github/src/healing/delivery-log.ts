import type { Instant } from '@devpulse/domain/time/instant';
import { z } from 'zod';
import type { GithubClient } from '../client/client.ts';
import { isHandledEvent } from '../events.ts';
import { cappedText, GithubId, InstantField } from '../payload-schemas.ts';

const Attempt = z.object({
  id: GithubId,
  guid: cappedText(100),
  delivered_at: InstantField,
  redelivery: z.boolean(),
  status_code: z.int(),
  event: cappedText(60),
  repository_id: GithubId.nullish(),
});
export type Attempt = z.output<typeof Attempt>;

const Page = z.array(Attempt);

export type DeliveryLog = {
  /** Newest first. */
  attempts: Attempt[];
  /** GitHub's clock when reading began. */
  readAt: Instant;
  /** Reading came to an end before it came to `since`: there is more than may be read at once. */
  isCutShort: boolean;
};

/** Reads GitHub's log of an App's deliveries from now back to `since`, `mostPages` of 100 at most. Rejects with a GithubFault. */
export async function readDeliveryLog(
  client: GithubClient,
  { since, mostPages }: { since: Instant; mostPages: number },
): Promise<DeliveryLog> {
  const attempts: Attempt[] = [];
  let readAt: Instant | null = null;
  let path: string | null = '/app/hook/deliveries?per_page=100';
  for (let page = 0; page < mostPages; page += 1) {
    const answer: { data: Attempt[] | null; next: string | null; answeredAt: Instant } = await client.rest(
      'GET',
      path,
      { schema: Page },
    );
    readAt ??= answer.answeredAt;
    const shown = answer.data ?? [];
    attempts.push(...shown.filter((attempt) => attempt.delivered_at >= since));
    path = answer.next;
    if (path === null || shown.some((attempt) => attempt.delivered_at < since)) {
      return { attempts, readAt, isCutShort: false };
    }
  }
  return { attempts, readAt: readAt ?? since, isCutShort: true };
}

/** A delivery that no attempt has brought here. */
export type LostDelivery = {
  guid: string;
  /** Number of its latest attempt, by which GitHub is asked for another. */
  id: string;
  attempts: number;
  firstAt: Instant;
  lastAt: Instant;
  /** GitHub's number of the repository that it is about. */
  repositoryId: string | null;
};

/**
 * Deliveries of events that count here and of which no attempt was answered with success, the oldest first. One whose first attempt lies
 * before what was read was dealt with when that was.
 */
export function findFailed(attempts: readonly Attempt[]): LostDelivery[] {
  const failed: LostDelivery[] = [];
  for (const [guid, group] of Map.groupBy(attempts, (attempt) => attempt.guid)) {
    const isReceived = group.some(({ status_code: status }) => status >= 200 && status < 300);
    const latest = group.reduce((a, b) => (b.delivered_at > a.delivered_at ? b : a));
    const isWhole = group.some(({ redelivery }) => !redelivery);
    if (isReceived || !isWhole || !isHandledEvent(latest.event)) continue;
    failed.push({
      guid,
      id: latest.id,
      attempts: group.length,
      firstAt: Math.min(...group.map((attempt) => attempt.delivered_at)),
      lastAt: latest.delivered_at,
      repositoryId: latest.repository_id ?? null,
    });
  }
  return failed.sort((a, b) => a.firstAt - b.firstAt);
}

const FIRST_WAIT_MS = 240_000;
const MOST_ATTEMPTS = 8;

/** Attempts grow apart, so that a receiver that refuses one delivery for good is not asked every few minutes; null: no further one. */
export function nextAttemptAt({ attempts, lastAt }: LostDelivery): Instant | null {
  if (attempts >= MOST_ATTEMPTS) return null;
  return attempts === 1 ? lastAt : lastAt + FIRST_WAIT_MS * 2 ** (attempts - 2);
}

/** Has GitHub deliver again. Rejects with a GithubFault; `gone`: it is too old. */
export async function redeliver(client: GithubClient, { id }: LostDelivery): Promise<void> {
  await client.rest('POST', `/app/hook/deliveries/${id}/attempts`, { schema: z.unknown() });
}
