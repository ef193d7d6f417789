import {
  beginPage,
  findImport,
  type ImportUnderWay,
  savePage,
  setAside,
  takeTurn,
} from '@devpulse/database/github/import-steps';
import { readRepositorySource } from '@devpulse/database/github/sources';
import { refreshStatistics } from '@devpulse/database/statistics';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { type GithubClient, GithubFault } from '@devpulse/github/client/client';
import { clientOfRepository } from '@devpulse/github/client/credentials';
import type { ImportJob } from '@devpulse/jobs/catalogue';
import { JobDelay } from '@devpulse/jobs/workers';
import type { ImportRoom } from '../platform/github-room.ts';
import { ImportObstacle, nextPageSize, reactTo } from './import-faults.ts';
import { readPage } from './import-page.ts';
import { nextPass, type Progress, readProgress } from './import-progress.ts';
import { projectPage } from './project-page.ts';

/** After this long the job lets others in; it goes on at once when nobody waits. */
const SLICE_MS = 20_000;
const CROWDED_MS = 2_000;
/** Where many wait for one installation, they ask for their turn less often. */
const CROWDED_MS_EACH = 50;

/** Pages after which an import may have changed what PostgreSQL should know of its tables. */
const LANDMARKS = new Set([1, 4, 16, 64]);

type Drive = {
  room: ImportRoom;
  importId: string;
  within: <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;
};

/**
 * Drives one import: page after page, each saved with what it told, until it is through, is stopped, or has to wait. A worker that dies
 * leaves at most one page to be read again.
 */
export async function importRepository(room: ImportRoom, { importId }: ImportJob): Promise<void> {
  const found = await findImport(room.database, importId);
  if (found === null) return;
  const { organizationId } = found;
  const drive: Drive = {
    room,
    importId,
    within: (work) => inOrganization(room.database, organizationId, work, { system: true }),
  };
  const endsAt = room.now() + SLICE_MS;
  while (await hasTurn(drive)) {
    for (let row = await begin(drive); row !== null; row = await begin(drive)) {
      if (await readOne(drive, row)) return;
      if (room.now() >= endsAt) throw new JobDelay(1);
    }
  }
}

/** False when the import was paused, parked, or has ended. Throws JobDelay while it has to wait. */
async function hasTurn({ room, importId, within }: Drive): Promise<boolean> {
  const now = room.now();
  const turn = await within((tenant) => takeTurn(tenant, { id: importId, now }));
  if (turn.outcome === 'early') throw new JobDelay(turn.notBefore - now);
  if (turn.outcome === 'crowded') throw new JobDelay(CROWDED_MS + turn.waiting * CROWDED_MS_EACH);
  return turn.outcome === 'taken';
}

function begin({ room, importId, within }: Drive): Promise<ImportUnderWay | null> {
  return within((tenant) => beginPage(tenant, { id: importId, now: room.now() }));
}

/** Reads, projects and saves one page; true when there is nothing further to do. Throws JobDelay when it has to be tried again. */
async function readOne(drive: Drive, row: ImportUnderWay): Promise<boolean> {
  const { room, within } = drive;
  const progress = readProgress(row);
  try {
    return await readAndSave(drive, row, progress);
  } catch (error) {
    const stop = reactTo(error, { row, progress, now: room.now() });
    const told = error instanceof GithubFault ? { fault: error.kind, status: error.status } : { err: error };
    room.logger.warn({ importId: row.id, ...told }, 'an import has to wait or stop');
    await within((tenant) => setAside(tenant, stop));
    if (stop.state !== 'waiting') return true;
    throw new JobDelay((stop.notBefore ?? 0) - room.now());
  }
}

async function readAndSave(
  { room, within }: Drive,
  row: ImportUnderWay,
  progress: Progress,
): Promise<boolean> {
  const startedAt = room.now();
  const { client, source } = await openRepository(room, within, row);
  const page = await readPage(client, { row, source, progress });
  const changed = await projectPage(room, row.organizationId, page);
  room.bell.ring(row.organizationId);
  const now = room.now();
  const isPassOver = page.progress.isReadThrough && page.progress.owed.length === 0;
  const next = isPassOver ? nextPass(page.progress, row, now) : page.progress;
  const calm = progress.calm + 1;
  const saved = await within((tenant) =>
    savePage(tenant, {
      row,
      progress: {
        ...(next ?? page.progress),
        tries: 0,
        calm,
        activeMs: progress.activeMs + (now - startedAt),
      },
      pageSize: nextPageSize(row.pageSize, calm),
      read: progress.pass === 'catch_up' ? 0 : page.observations.length,
      changed,
      requests: 1,
      estimated: page.estimated,
      isDone: next === null,
      now,
    }),
  );
  if (LANDMARKS.has(row.pages + 1)) await refreshStatistics(room.database);
  if (saved !== null && row.kind === 'reconcile') room.metrics.githubDriftTotal.inc(changed);
  return saved === null || saved === 'done';
}

async function openRepository(room: ImportRoom, within: Drive['within'], row: ImportUnderWay) {
  const source = await within(({ transaction: tx }) => readRepositorySource(tx, row.repositoryId));
  if (source === null || !source.repository.isTracked)
    throw new ImportObstacle('The repository is no longer tracked.');
  if (source.repository.removedAt !== null)
    throw new ImportObstacle('The repository has left GitHub’s list.');
  if (source.installation?.state === 'suspended')
    throw new GithubFault('suspended', 'The installation is suspended.');
  const client: GithubClient | null = clientOfRepository(source, {
    access: room.github,
    vault: room.vault,
    configuredApp: room.configuredApp,
    priority: row.kind === 'backfill' ? 'backfill' : 'live',
  });
  if (client === null || source.repository.nodeId === null)
    throw new GithubFault('unauthorized', 'Nothing here can read the repository.');
  return { client, source };
}
