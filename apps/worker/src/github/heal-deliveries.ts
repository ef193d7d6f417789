import { workAlone } from '@devpulse/database/exclusive-work';
import { listApps, type SealedApp } from '@devpulse/database/github/apps';
import {
  findArrived,
  listScanTimes,
  readScan,
  saveScan,
  saveScanProblem,
} from '@devpulse/database/github/healing';
import { transaction } from '@devpulse/database/transaction';
import type { Instant } from '@devpulse/domain/time/instant';
import { type GithubClient, GithubFault, type GithubFaultKind } from '@devpulse/github/client/client';
import { credentialsOf } from '@devpulse/github/client/credentials';
import {
  findFailed,
  type LostDelivery,
  nextAttemptAt,
  readDeliveryLog,
  redeliver,
} from '@devpulse/github/healing/delivery-log';
import type { GithubRoom } from '../platform/github-room.ts';
import { readGap } from './read-gap.ts';

const HOUR_MS = 3_600_000;
const OVERLAP_MS = 600_000;
/** How long GitHub keeps its log and delivers again; a GitHub Enterprise Server keeps it longer. */
const HORIZON_MS = { 'https://github.com': 72 * HOUR_MS };
const HORIZON_ELSEWHERE_MS = 168 * HOUR_MS;
const MOST_PAGES = 1_000;
const MOST_REDELIVERIES = 500;
const AT_ONCE = 4;

/** What stands on the page of the connection. */
const WORDS: Partial<Record<GithubFaultKind, string>> = {
  unauthorized: 'GitHub refused the App’s keys.',
  forbidden: 'GitHub does not show the App its deliveries.',
  gone: 'GitHub does not know the App any more.',
  unavailable: 'GitHub did not answer.',
  malformed: 'GitHub’s answer could not be read.',
  refused: 'GitHub refused to show the deliveries.',
};

/**
 * Reads the log of deliveries that GitHub keeps of each App, and has delivered again what never arrived. What it can deliver no more is
 * read from its API.
 */
export async function healDeliveries(room: GithubRoom): Promise<void> {
  const apps = await transaction(room.database, { system: true }, listApps);
  for (const app of apps.filter(({ hasWebhooks }) => hasWebhooks)) {
    await workAlone(room.database, `heal_deliveries:${app.id}`, () => healOne(room, app));
  }
  const [oldest] = (await listScanTimes(room.database)).filter(({ at }) => at !== null);
  room.metrics.healerAgeSeconds.set(oldest?.at == null ? 0 : (room.now() - oldest.at) / 1_000);
}

async function healOne(room: GithubRoom, app: SealedApp): Promise<void> {
  const credentials = credentialsOf(app, room);
  if (credentials === null) return;
  try {
    await scan(room, app, room.github.app(credentials));
  } catch (error) {
    if (!(error instanceof GithubFault)) throw error;
    room.logger.warn({ githubAppId: app.id, fault: error.kind }, 'a log of deliveries could not be read');
    const problem = WORDS[error.kind];
    if (problem !== undefined) await saveScanProblem(room.database, { appId: app.id, problem });
  }
}

async function scan(room: GithubRoom, app: SealedApp, client: GithubClient): Promise<void> {
  const now = room.now();
  const horizon = now - horizonOf(app.webUrl);
  const { scannedThrough } = await readScan(room.database, app.id);
  const since = Math.max(horizon, (scannedThrough ?? horizon) - OVERLAP_MS);
  const log = await readDeliveryLog(client, { since, mostPages: MOST_PAGES });
  const failed = findFailed(log.attempts);
  // What the App of the configuration has sent was signed by a secret of the configuration.
  const source = app.organizationId === null ? null : app.id;
  const arrived = await findArrived(room.database, { appId: source, guids: failed.map(({ guid }) => guid) });
  const lost = failed.filter(({ guid }) => !arrived.has(guid));
  // GitHub dates the attempts, so its clock says when the next is due.
  const work = { room, client, now: log.readAt, isStopped: false, redelivered: 0, open: [], tooOld: [] };
  const healed = await redeliverAll(work, lost);
  const hasGap = scannedThrough !== null && (scannedThrough < horizon || log.isCutShort);
  if (hasGap) await readGap(room, { appId: app.id, since: scannedThrough - HOUR_MS, repositoryIds: null });
  if (healed.tooOld.length > 0) await readTooOld(room, app, healed.tooOld);
  const openSince = Math.min(log.readAt, ...healed.open.map(({ firstAt }) => firstAt - 1));
  await saveScan(room.database, {
    appId: app.id,
    scannedThrough: openSince,
    redelivered: healed.redelivered,
    now,
  });
}

function horizonOf(webUrl: string): number {
  return (HORIZON_MS as Record<string, number>)[webUrl] ?? HORIZON_ELSEWHERE_MS;
}

type Healing = {
  room: GithubRoom;
  client: GithubClient;
  now: Instant;
  isStopped: boolean;
  redelivered: number;
  /** Not known to have arrived: the next run looks at them again. */
  open: LostDelivery[];
  /** GitHub delivers them no more, or has in vain too often. */
  tooOld: LostDelivery[];
};

/** Asks for the oldest first. When GitHub asks for patience, the rest waits for the next run. */
async function redeliverAll(work: Healing, lost: readonly LostDelivery[]): Promise<Healing> {
  const waiting = [...lost];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await redeliverOne(work, next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return work;
}

async function redeliverOne(work: Healing, delivery: LostDelivery): Promise<void> {
  const dueAt = nextAttemptAt(delivery);
  if (dueAt === null) return void work.tooOld.push(delivery);
  if (work.isStopped || dueAt > work.now || work.redelivered >= MOST_REDELIVERIES) {
    return void work.open.push(delivery);
  }
  work.redelivered += 1;
  try {
    await redeliver(work.client, delivery);
    work.room.metrics.githubRedeliveredTotal.inc();
    work.open.push(delivery);
  } catch (error) {
    work.redelivered -= 1;
    if (!(error instanceof GithubFault)) throw error;
    if (error.kind === 'gone') return void work.tooOld.push(delivery);
    work.isStopped = true;
    work.open.push(delivery);
  }
}

async function readTooOld(
  room: GithubRoom,
  app: SealedApp,
  deliveries: readonly LostDelivery[],
): Promise<void> {
  const repositoryIds = new Set(deliveries.flatMap(({ repositoryId }) => repositoryId ?? []));
  const since = Math.min(...deliveries.map(({ firstAt }) => firstAt));
  await readGap(room, { appId: app.id, since, repositoryIds });
}
