import { createImports } from '@devpulse/database/github/imports';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import type { ImportKind } from '@devpulse/domain/github/imports';
import { addPullRequest } from '@devpulse/github-simulator/github/world/construction';
import type { GithubAccount, GithubRepository } from '@devpulse/github-simulator/github/world/model';
import { importRepository } from '../../apps/worker/src/github/import-repository.ts';
import type { ImportRoom } from '../../apps/worker/src/platform/github-room.ts';
import {
  connect,
  foundOrganization,
  type GithubWithin,
  openGithubWithin,
  openRoom,
} from './backfill-stage.ts';
import type { Pipeline } from './pipeline.ts';

export const DAY = 86_400_000;
export const NOW = Date.parse('2026-11-20T15:00:00Z');
let accounts = 70_000;

/** An organization whose repositories a token reads from a GitHub within, and one’s hands on its imports. */
export type ImportStage = {
  github: GithubWithin;
  room: ImportRoom;
  owner: GithubAccount;
  organizationId: string;
  repositories: GithubRepository[];
  repositoryIds: string[];
  within<T>(work: (tenant: Tenant) => Promise<T>): Promise<T>;
  /** Asks for a reading of the first repository. */
  order(kind?: ImportKind, since?: number | null): Promise<string>;
  run(importId: string): Promise<void>;
  row(importId: string): Promise<Record<string, unknown>>;
  /** One value of one row. */
  value(text: string): Promise<unknown>;
};

/** An organization of its own with some repositories that a token reads. */
export async function openImportStage(
  { pipeline, clock }: { pipeline: Pipeline; clock: { now: number } },
  fill: (stage: ImportStage) => void,
  repositoryCount = 1,
): Promise<ImportStage> {
  clock.now = NOW;
  accounts += 1;
  const account = { id: String(accounts), login: `org-${accounts}` };
  const { database } = pipeline;
  const organizationId = await foundOrganization(database, account);
  const github = openGithubWithin(() => clock.now);
  const owner = github.world.addOrganization(account.login);
  const repositories = Array.from({ length: repositoryCount }, (_, index) =>
    github.world.addRepository({ name: `app-${index}`, owner }),
  );
  const room = openRoom(pipeline, github);
  const within: ImportStage['within'] = (work) => inOrganization(database, organizationId, work);
  const one = async (text: string, values: unknown[]) => {
    const { rows } = await within((tenant) => tenant.transaction.query(text, values));
    return rows[0] ?? {};
  };
  const stage: ImportStage = {
    github,
    room,
    owner,
    organizationId,
    repositories,
    repositoryIds: [],
    within,
    async order(kind = 'backfill', since = null) {
      const repositoryIds = stage.repositoryIds.slice(0, 1);
      const [id] = await within((tenant) =>
        createImports(tenant, { repositoryIds, kind, since, now: clock.now }),
      );
      return id ?? '';
    },
    run: (importId) => importRepository(room, { importId }),
    row: (importId) => one('SELECT * FROM repository_import WHERE id = $1', [importId]),
    value: async (text) => Object.values(await one(text, []))[0],
  };
  fill(stage);
  stage.repositoryIds.push(...(await connect(database, organizationId, { repositories })));
  return stage;
}

/** Small pull requests, one a day, the last of them today. */
export function daily(count: number) {
  return ({ github: { world }, repositories: [repository] }: ImportStage) => {
    const author = world.addUser('ada');
    for (let index = 0; index < count; index += 1) {
      const createdAt = NOW - (count - index) * DAY;
      addPullRequest(world, { repository: repository as GithubRepository, author, createdAt });
    }
  };
}

/** How many pull requests are held. */
export const HELD = 'SELECT count(*)::int FROM pull_request';
