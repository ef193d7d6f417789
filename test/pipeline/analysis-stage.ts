import type { Database } from '@devpulse/database/connection';
import { findOrganizationOfInstallation } from '@devpulse/database/github/installation-life';
import { readOrganizationSettings } from '@devpulse/database/organizations';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { entryKey, type ReviewState, type TimelineEntry } from '@devpulse/domain/delivery/timeline';
import {
  contributorIdFor,
  organizationIdFor,
  pullRequestIdFor,
  repositoryIdFor,
} from '@devpulse/domain/identity';
import type { PullRequestObservation } from '@devpulse/github/observations';
import { projectPullRequest } from '../../apps/worker/src/ingest/pull-request.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const ADA = '11';
export const GRACE = '12';
const BOT = '90';
const TYPES: Record<string, string> = { [BOT]: 'Bot' };

/** A pull request as a sentence; instants are milliseconds since 1970. */
export type Told = {
  number: number;
  repository?: string;
  author?: string;
  openedAt: number;
  title?: string;
  isDraft?: boolean;
  readyAt?: number;
  draftAgainAt?: number;
  reviews?: readonly { by?: string; at: number; state?: ReviewState }[];
  mergedAt?: number;
  closedAt?: number;
  reverts?: number;
  size?: number;
};

export type AnalysisStage = {
  pipeline: Pipeline;
  organizationId: string;
  clock: { now: number };
  tell(...told: readonly Told[]): Promise<void>;
  within<T>(work: (tenant: Tenant) => Promise<T>): Promise<T>;
  /** Statements as the organization, without any check. */
  rows<T extends object>(text: string, values?: unknown[]): Promise<T[]>;
  pullRequestId(number: number, repository?: string): string;
  repositoryId(repository?: string): string;
  contributorId(account: string): string;
  /** A team with people in it since ever. */
  addTeam(name: string, accounts: readonly string[]): Promise<string>;
};

export const REPOSITORY = '901';

function observe(told: Told): PullRequestObservation {
  const { number, repository = REPOSITORY, author = ADA, reviews = [], readyAt, draftAgainAt } = told;
  const id = `${repository}${String(number).padStart(4, '0')}`;
  const entry = (
    kind: TimelineEntry['kind'],
    key: string,
    at: number,
    more: Partial<TimelineEntry> = {},
  ): TimelineEntry => ({ key, kind, at, actorId: author, data: {}, ...more });
  const entries = [
    entry('opened', entryKey.opened(), told.openedAt, { data: { draft: told.isDraft ?? false } }),
    ...(readyAt === undefined ? [] : [entry('ready_for_review', entryKey.readyForReview(readyAt), readyAt)]),
    ...(draftAgainAt === undefined
      ? []
      : [entry('converted_to_draft', entryKey.convertedToDraft(draftAgainAt), draftAgainAt)]),
    ...reviews.map(({ by = GRACE, at, state = 'commented' }, index) => {
      const reviewId = `${id}${index}`;
      return entry('review_submitted', entryKey.reviewSubmitted(reviewId), at, {
        actorId: by,
        data: { reviewId, state },
      });
    }),
    ...(told.mergedAt === undefined ? [] : [entry('merged', entryKey.merged(told.mergedAt), told.mergedAt)]),
    ...(told.closedAt === undefined ? [] : [entry('closed', entryKey.closed(told.closedAt), told.closedAt)]),
  ];
  const updatedAt = Math.max(...entries.map(({ at }) => at));
  const people = new Set([author, ...reviews.map(({ by = GRACE }) => by)]);
  return {
    kind: 'pull_request',
    repository: {
      githubId: repository,
      fullName: `told/app-${repository}`,
      webUrl: `https://github.com/told/app-${repository}`,
      defaultBranch: 'main',
      isPrivate: true,
      isArchived: false,
      seenAt: 0,
    },
    accounts: [...people].map((one) => ({
      id: one,
      login: `person-${one}`,
      type: TYPES[one] ?? 'User',
      seenAt: 0,
    })),
    githubId: id,
    number,
    authorId: author,
    snapshot: {
      base: {
        updatedAt,
        title: told.title ?? `Change ${number}`,
        draft: null,
        state: told.mergedAt === undefined && told.closedAt === undefined ? 'open' : 'closed',
        baseRef: 'main',
        headRef: `change-${number}`,
        headSha: 'a'.repeat(40),
        headRepositoryId: repository,
        revertsNumber: told.reverts ?? null,
        labels: [],
      },
      size:
        told.size === undefined
          ? null
          : { updatedAt, additions: told.size, deletions: 0, changedFiles: 1, commits: 1 },
    },
    entries,
  };
}

/** An organization in a database of its own, to which pull requests are told one by one. */
export async function openAnalysisStage(now: number): Promise<AnalysisStage> {
  const clock = { now };
  const pipeline = await openPipeline({ now: () => clock.now });
  return within(pipeline, clock, await found(pipeline, '41'));
}

async function found(pipeline: Pipeline, account: string): Promise<string> {
  await transaction(pipeline.database, { system: true }, (tx) =>
    findOrganizationOfInstallation(
      tx,
      { installationId: account, githubAppId: null },
      { account: { id: account, login: `told-${account}`, type: 'Organization' }, timeZone: 'UTC' },
    ),
  );
  return organizationIdFor(account);
}

/** Another organization in the same database. */
export async function addOrganization(stage: AnalysisStage, account: string): Promise<AnalysisStage> {
  return within(stage.pipeline, stage.clock, await found(stage.pipeline, account));
}

function within(pipeline: Pipeline, clock: { now: number }, organizationId: string): AnalysisStage {
  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) =>
    transaction(pipeline.database, { organizationId, system: true, identity: true }, work);
  const contributorId = (account: string) => contributorIdFor(organizationId, account);
  const rows: AnalysisStage['rows'] = (text, values) =>
    inTransaction(async (tx) => (await tx.query(text, values)).rows as never);
  return {
    pipeline,
    organizationId,
    clock,
    rows,
    contributorId,
    within: (work) => inOrganization(pipeline.database, organizationId, work),
    repositoryId: (repository = REPOSITORY) => repositoryIdFor(organizationId, repository),
    pullRequestId: (number, repository = REPOSITORY) =>
      pullRequestIdFor(organizationId, `${repository}${String(number).padStart(4, '0')}`),
    async tell(...told) {
      for (const one of told)
        await inTransaction(async (tx) => {
          const settings = await readOrganizationSettings(tx, organizationId);
          if (settings === null) throw new Error('no organization');
          await projectPullRequest({ tx, settings, receivedAt: clock.now, now: clock.now }, observe(one));
        });
    },
    async addTeam(name, accounts) {
      const [team] = await rows<{ id: string }>(
        'INSERT INTO team (id, organization_id, slug, name) VALUES (gen_random_uuid(), $1, $2, $2) RETURNING id',
        [organizationId, name],
      );
      const id = team?.id ?? '';
      for (const account of accounts) {
        await rows(
          'INSERT INTO contributor (id, organization_id) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING',
          [contributorId(account), organizationId],
        );
        await rows(
          `INSERT INTO team_membership (organization_id, team_id, contributor_id, starts_at) VALUES ($1, $2, $3, '-infinity')`,
          [organizationId, id, contributorId(account)],
        );
      }
      return id;
    },
  };
}

/** A database whose server ends the connection in front of a statement with this text. */
export function killedBefore(database: Database, fragment: string): Database {
  return interruptedBefore(database, fragment, (client) =>
    client.query('SELECT pg_terminate_backend(pg_backend_pid())'),
  );
}

type Statement = { text: string };
/** A statement, or several that are sent joined and answer by a callback. */
type Asked = Partial<Statement> & { statements?: readonly Statement[]; callback?: (error: unknown) => void };

/** A database on which something happens in front of a statement with this text, or of those it is joined to. */
export function interruptedBefore(
  database: Database,
  fragment: string,
  interrupt: (client: Transaction) => Promise<unknown>,
): Database {
  const connect = async () => {
    const client = await database.pool.connect();
    const query = async (asked: string | Asked, ...rest: unknown[]) => {
      const { statements = [asked as Statement], callback } =
        typeof asked === 'string' ? { statements: [{ text: asked }] } : asked;
      try {
        if (statements.some(({ text }) => text.includes(fragment))) await interrupt(client);
      } catch (error) {
        if (callback === undefined) throw error;
        return callback(error);
      }
      return (client.query as (...all: unknown[]) => unknown).call(client, asked, ...rest);
    };
    client.on('error', () => {});
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'query') return query;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
  const pool = new Proxy(database.pool, {
    get: (target, name) => (name === 'connect' ? connect : Reflect.get(target, name)),
  });
  return { ...database, pool };
}
