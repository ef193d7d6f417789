import type { Tenant } from '../tenant.ts';
import { type KnownSessions, type News, readAround } from './fold-window.ts';
import { type KeptLock, readLocks } from './locks.ts';
import { readZoneStory, type ZoneStory } from './zones.ts';

/** What is stored of a member's time where something new lies. */
export type KnownTime = { around: KnownSessions; zones: ZoneStory; locks: KeptLock[] };

export async function readKnownTime(tenant: Tenant, news: News): Promise<KnownTime> {
  const [around, zones, locks] = await Promise.all([
    readAround(tenant, news),
    readZoneStory(tenant, news.userId),
    readLocks(tenant, news.userId),
  ]);
  return { around, zones, locks };
}
