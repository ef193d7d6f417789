import {
  beginPage,
  findImport,
  type ImportUnderWay,
  isHolderBusy,
  savePage,
  setAside,
} from '@devpulse/database/github/import-steps';
import { readRepositorySource } from '@devpulse/database/github/sources';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { type GithubClient, GithubFault } from '@devpulse/github/client/client';
import { clientOfRepository } from '@devpulse/github/client/credentials';
import type { ImportJob } from '@devpulse/jobs/catalogue';
import { JobDelay } from '@devpulse/jobs/workers';
import type { ImportRoom } from '../platform/github-room.ts';
import { nextPageSize, reactTo } from './import-faults.ts';
import { readPage } from './import-page.ts';
import { nextPass, readProgress } from './import-progress.ts';
import { projectPage } from './project-page.ts';

/** After this long the job lets others in; it goes on at once when nobody waits. */
const SLICE_MS = 20_000;
const BUSY_MS = 2_000;

/**
 * Drives one import: page after page, each saved with what it told, until it is through, is stopped, or has to wait. A worker that dies
 * leaves at most one page to be read again.
 */
export async function importRepository(room: ImportRoom, { importId }: ImportJob): Promise<void> {
  const found = await findImport(room.database, importId);
  if (found === null) return;
  const { organizationId } = found;
  const within = <T>(work: (tenant: Tenant) => Promise<T>) =>
    inOrganization(room.database, organizationId, work, { system: true });
  if (
    found.state !== 'running' &&
    (await within((tenant) => isHolderBusy(tenant, { id: importId, now: room.now() })))
  ) {
    throw new JobDelay(BUSY_MS);
  }
  const endsAt = room.now() + SLICE_MS;
  for (;;) {
    const row = await within((tenant) => beginPage(tenant, { id: importId, now: room.now() }));
    if (row === null) return waitForTurn(room, importId);
    const isThrough = await readOne(room, within, row);
    if (isThrough) return;
    if (room.now() >= endsAt) throw new JobDelay(1);
  }
}

type Within = <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;

/** Reads, projects and saves one page; true when there is nothing further to do. */
async function readOne(room: ImportRoom, within: Within, row: ImportUnderWay): Promise<boolean> {
  const startedAt = room.now();
  const progress = readProgress(row, startedAt);
  try {
    const { client, source } = await openRepository(room, within, row);
    const page = await readPage(client, { row, source, progress });
    const changed = await projectPage(room, row.organizationId, page);
    room.bell.ring(row.organizationId);
    const now = room.now();
    const isPassOver = page.progress.isReadThrough && page.progress.owed.length === 0;
    const next = isPassOver ? nextPass(page.progress, row, now) : page.progress;
    const calm = progress.calm + 1;
    const isSaved = await within((tenant) =>
      savePage(tenant, {
        id: row.id,
        pagesBefore: row.pages,
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
    return !isSaved || next === null;
  } catch (error) {
    if (!(error instanceof GithubFault)) throw error;
    const stop = reactTo(error, { row, progress, now: room.now() });
    room.logger.warn(
      { importId: row.id, fault: error.kind, status: error.status },
      'an import has to wait or stop',
    );
    await within((tenant) => setAside(tenant, stop));
    if (stop.state !== 'waiting') return true;
    throw new JobDelay(Math.max(1, (stop.notBefore ?? 0) - room.now()));
  }
}

async function openRepository(room: ImportRoom, within: Within, row: ImportUnderWay) {
  const source = await within(({ transaction: tx }) => readRepositorySource(tx, row.repositoryId));
  if (source === null) throw new GithubFault('gone', 'The repository is not known any more.');
  const { repository, installation } = source;
  if (!repository.isTracked || repository.removedAt !== null)
    throw new GithubFault('gone', 'The repository is no longer tracked.');
  if (installation?.state === 'suspended')
    throw new GithubFault('suspended', 'The installation is suspended.');
  const client: GithubClient | null = clientOfRepository(source, {
    access: room.github,
    vault: room.vault,
    configuredApp: room.configuredApp,
    priority: row.kind === 'backfill' ? 'backfill' : 'live',
  });
  if (client === null || repository.nodeId === null)
    throw new GithubFault('unauthorized', 'Nothing here can read the repository.');
  return { client, source };
}

/** Nothing to read now: a pause of a person ends the job, a pause that GitHub asked for only delays it. */
async function waitForTurn(room: ImportRoom, importId: string): Promise<void> {
  const row = await findImport(room.database, importId);
  if (row === null || row.notBefore === null || !['waiting', 'running'].includes(row.state)) return;
  throw new JobDelay(Math.max(1, row.notBefore - room.now()));
}
