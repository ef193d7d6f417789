import { createHash, randomUUID } from 'node:crypto';
import type { Database } from '@devpulse/database/connection';
import { createImports } from '@devpulse/database/github/imports';
import { inOrganization } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import type { ImportKind } from '@devpulse/domain/github/imports';
import { organizationIdFor, repositoryIdFor } from '@devpulse/domain/identity';
import { type GithubClient, GithubFault } from '@devpulse/github/client/client';
import { answerGraphql } from '@devpulse/github-simulator/github/graphql/execution';
import type { Caller } from '@devpulse/github-simulator/github/http/caller';
import { PullRequestChanges } from '@devpulse/github-simulator/github/world/changes';
import { GithubWorld } from '@devpulse/github-simulator/github/world/github-world';
import { Ledger } from '@devpulse/github-simulator/github/world/ledger';
import type { GithubRepository } from '@devpulse/github-simulator/github/world/model';
import { nodeId } from '@devpulse/github-simulator/payloads/node-id';
import { githubContext } from '@devpulse/vault/contexts';
import { openVault } from '@devpulse/vault/vault';
import { importRepository } from '../../apps/worker/src/github/import-repository.ts';
import { projectPullRequest } from '../../apps/worker/src/ingest/pull-request.ts';
import type { ImportRoom } from '../../apps/worker/src/platform/github-room.ts';
import type { Pipeline, TestDelivery } from './pipeline.ts';

export const KEY = createHash('sha256').update('tests of backfills').digest();
export const vault = openVault(KEY);
const TOKEN = 'github_pat_for_tests';
const POINTS = 1_000_000;

/** A GitHub without its wires: the local GitHub's world and GraphQL, asked directly. */
export type GithubWithin = {
  world: GithubWorld;
  changes: PullRequestChanges;
  /** Brings the world to the state after a delivery. */
  tell(delivery: Pick<TestDelivery, 'event' | 'body'>): void;
  client: GithubClient;
  requests: { count: number };
  /** Comes instead of the answer to the nth request, counted from 1. */
  faults: Map<number, GithubFault>;
};

export function openGithubWithin(now: () => number): GithubWithin {
  const world = new GithubWorld();
  const ledger = new Ledger(world);
  const user = world.addUser('reader');
  const token = { text: TOKEN, kind: 'personal', installation: null, user, app: null, repositoryIds: null };
  const caller = {
    kind: 'personal',
    holder: 'user:1',
    token: { ...token, permissions: {}, expiresAt: null },
    user,
  } as Caller;
  const requests = { count: 0 };
  const faults = new Map<number, GithubFault>();
  const client: GithubClient = {
    rest: () => Promise.reject(new GithubFault('refused', 'Only GraphQL is asked here.')),
    async graphql(query, variables, schema) {
      requests.count += 1;
      const fault = faults.get(requests.count);
      if (fault !== undefined) throw fault;
      const spend = () => ({ limit: POINTS, remaining: POINTS, used: 0, resetsAt: now() + 3_600_000 });
      const { answer } = await answerGraphql(
        { query, variables },
        { world, caller, url: 'https://github.com', spend },
      );
      if (answer.errors) throw new GithubFault('malformed', JSON.stringify(answer.errors));
      return { data: schema.parse(JSON.parse(JSON.stringify(answer.data))), answeredAt: now() };
    },
  };
  return {
    world,
    changes: new PullRequestChanges(world),
    tell: (delivery) => ledger.book(delivery),
    client,
    requests,
    faults,
  };
}

export function openRoom(pipeline: Pipeline, github: GithubWithin): ImportRoom {
  const refuse = () => {
    throw new Error('Only tokens are used here.');
  };
  return {
    ...pipeline.context,
    vault,
    github: { app: refuse, installation: refuse, token: () => github.client },
    configuredApp: null,
    projectPullRequest,
  };
}

/** Makes repositories readable by a token, as the quick start does. */
export async function connect(
  database: Database,
  organizationId: string,
  readable: { repositories: Iterable<GithubRepository>; webUrl?: string; token?: string },
): Promise<string[]> {
  const { repositories, webUrl = 'http://github', token = TOKEN } = readable;
  const tokenId = randomUUID();
  const ids: string[] = [];
  await transaction(database, { organizationId }, async (tx) => {
    await tx.query(
      `INSERT INTO github_token (id, organization_id, web_url, login, token_encrypted) VALUES ($1, $2, $3, 'reader', $4)`,
      [tokenId, organizationId, webUrl, vault.seal(token, githubContext.token(tokenId))],
    );
    for (const { id, name, owner } of repositories) {
      const repositoryId = repositoryIdFor(organizationId, String(id));
      ids.push(repositoryId);
      await tx.query(
        `INSERT INTO repository (id, organization_id, github_id, full_name, web_url, is_private, is_archived, seen_at, node_id, token_id)
         VALUES ($1, $2, $3, $4, $5, false, false, '2020-01-01', $6, $7)
         ON CONFLICT (id) DO UPDATE SET node_id = excluded.node_id, token_id = excluded.token_id`,
        [repositoryId, organizationId, id, `${owner.login}/${name}`, webUrl, nodeId('R', id), tokenId],
      );
    }
  });
  return ids;
}

/** An organization of this account, that nothing has been told of yet. */
export async function foundOrganization(
  database: Database,
  account: { id: string; login: string },
): Promise<string> {
  const organizationId = organizationIdFor(account.id);
  await transaction(database, { system: true }, (tx) =>
    tx.query(
      "INSERT INTO organization (id, slug, name, github_account_id, time_zone) VALUES ($1, $2, $2, $3, 'UTC')",
      [organizationId, account.login, account.id],
    ),
  );
  return organizationId;
}

/** Asks for readings of repositories, and reads them to their end. Answers the ids of the imports. */
export async function readAll(
  room: ImportRoom,
  organizationId: string,
  order: { repositoryIds: readonly string[]; kind: ImportKind; since: number | null },
): Promise<string[]> {
  const imports = await inOrganization(room.database, organizationId, (tenant) =>
    createImports(tenant, { ...order, now: room.now() }),
  );
  for (const importId of imports) await importRepository(room, { importId });
  return imports;
}
