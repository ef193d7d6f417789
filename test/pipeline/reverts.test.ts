import { findOrganizationOfInstallation } from '@devpulse/database/github/installation-life';
import { readOrganizationSettings } from '@devpulse/database/organizations';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { entryKey, type TimelineEntry } from '@devpulse/domain/delivery/timeline';
import { organizationIdFor, pullRequestIdFor } from '@devpulse/domain/identity';
import type { PullRequestObservation } from '@devpulse/github/observations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectPullRequest } from '../../apps/worker/src/ingest/pull-request.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const ACCOUNT = { id: '41', login: 'reverts', type: 'Organization' };
const organizationId = organizationIdFor(ACCOUNT.id);
const NOW = Date.parse('2026-03-20T12:00:00Z');
const DAY = 86_400_000;
const day = (n: number) => NOW - 30 * DAY + n * DAY;
const AUTHOR = { id: '11', login: 'ada', type: 'User', seenAt: 0 };

type Told = {
  number: number;
  repository?: string;
  reverts?: number | null;
  mergedOn?: number;
  toldOn?: number;
};

function observe(told: Told): PullRequestObservation {
  const { number, repository = '901', reverts = null, mergedOn, toldOn = 20 } = told;
  const entry = (kind: 'opened' | 'merged', key: string, at: number): TimelineEntry => ({
    key,
    kind,
    at,
    actorId: AUTHOR.id,
    data: {},
  });
  const merge =
    mergedOn === undefined ? [] : [entry('merged', entryKey.merged(day(mergedOn)), day(mergedOn))];
  return {
    kind: 'pull_request',
    repository: {
      githubId: repository,
      fullName: `reverts/app-${repository}`,
      webUrl: `https://github.com/reverts/app-${repository}`,
      defaultBranch: 'main',
      isPrivate: true,
      isArchived: false,
      seenAt: 0,
    },
    accounts: [AUTHOR],
    githubId: `${repository}${number}`,
    number,
    authorId: AUTHOR.id,
    snapshot: {
      base: {
        updatedAt: day(toldOn),
        title: `Change ${number}`,
        draft: false,
        state: mergedOn === undefined ? 'open' : 'closed',
        baseRef: 'main',
        headRef: `change-${number}`,
        headSha: 'a'.repeat(40),
        headRepositoryId: repository,
        revertsNumber: reverts,
        labels: [],
      },
      size: null,
    },
    entries: [entry('opened', entryKey.opened(), day(0)), ...merge],
  };
}

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await openPipeline({ now: () => NOW });
  await transaction(pipeline.database, { system: true }, (tx) =>
    findOrganizationOfInstallation(
      tx,
      { installationId: '4', githubAppId: null },
      { account: ACCOUNT, timeZone: 'UTC' },
    ),
  );
});
afterAll(() => pipeline.close());

const inTenant = <T>(work: (tx: Transaction) => Promise<T>) =>
  transaction(pipeline.database, { organizationId }, work);

async function projectIn(tx: Transaction, told: Told): Promise<void> {
  const settings = await readOrganizationSettings(tx, organizationId);
  if (settings === null) throw new Error('no organization');
  await projectPullRequest({ tx, settings, receivedAt: NOW, now: NOW }, observe(told));
}
const project = (told: Told) => inTenant((tx) => projectIn(tx, told));

/** By which number, and on which day, a pull request was reverted. */
async function revertOf(number: number, repository = '901'): Promise<[number, number] | null> {
  const { rows } = await inTenant((tx) =>
    tx.query<{ at: number | null; by: number | null }>(
      `SELECT p.reverted_at AS at, v.number AS by FROM pull_request p LEFT JOIN pull_request v ON v.id = p.reverted_by_id WHERE p.id = $1`,
      [pullRequestIdFor(organizationId, `${repository}${number}`)],
    ),
  );
  const [row] = rows;
  return row?.at == null ? null : [row.by ?? 0, (row.at - day(0)) / DAY];
}

describe('a revert', () => {
  it('is kept on what it reverts, whichever of both is told first', async () => {
    await project({ number: 1, mergedOn: 1 });
    await project({ number: 2, reverts: 1, mergedOn: 3 });
    await project({ number: 4, reverts: 3, mergedOn: 5 });
    await project({ number: 3, mergedOn: 2 });
    expect([await revertOf(1), await revertOf(3)]).toEqual([
      [2, 3],
      [4, 5],
    ]);
    expect([await revertOf(2), await revertOf(4)]).toEqual([null, null]);
  });

  it('counts from its merge on, and the first of several counts', async () => {
    await project({ number: 10, mergedOn: 1 });
    await project({ number: 11, reverts: 10 });
    expect(await revertOf(10)).toBeNull();
    await project({ number: 12, reverts: 10, mergedOn: 9 });
    expect(await revertOf(10)).toEqual([12, 9]);
    await project({ number: 11, reverts: 10, mergedOn: 7 });
    expect(await revertOf(10)).toEqual([11, 7]);
    await project({ number: 10, mergedOn: 1, toldOn: 25 });
    expect(await revertOf(10)).toEqual([11, 7]);
  });

  it('moves to another, or ends, when what it says that it reverts is changed', async () => {
    await project({ number: 20, mergedOn: 1 });
    await project({ number: 21, mergedOn: 1 });
    await project({ number: 22, reverts: 20, mergedOn: 4 });
    await project({ number: 22, reverts: 21, mergedOn: 4, toldOn: 21 });
    expect([await revertOf(20), await revertOf(21)]).toEqual([null, [22, 4]]);
    await project({ number: 22, reverts: null, mergedOn: 4, toldOn: 22 });
    expect([await revertOf(20), await revertOf(21)]).toEqual([null, null]);
    // What was told earlier changes nothing any more.
    await project({ number: 22, reverts: 20, mergedOn: 4, toldOn: 19 });
    expect(await revertOf(20)).toBeNull();
  });

  it('is none of a pull request with that number in another repository, nor of itself', async () => {
    await project({ number: 30, mergedOn: 1 });
    await project({ number: 30, repository: '902', mergedOn: 1 });
    await project({ number: 31, repository: '902', reverts: 30, mergedOn: 2 });
    await project({ number: 32, reverts: 32, mergedOn: 2 });
    expect([await revertOf(30), await revertOf(30, '902'), await revertOf(32)]).toEqual([
      null,
      [31, 2],
      null,
    ]);
  });

  it.each([
    ['what is reverted is', { number: 40, mergedOn: 1 }, { number: 41, reverts: 40, mergedOn: 2 }, 40],
    ['what reverts is', { number: 51, reverts: 50, mergedOn: 2 }, { number: 50, mergedOn: 1 }, 50],
  ])('is kept although %s not committed while the other is told', async (_which, first, second, reverted) => {
    let beginSecond = () => {};
    const begun = new Promise<void>((resolve) => {
      beginSecond = resolve;
    });
    const one = inTenant(async (tx) => {
      await projectIn(tx, first);
      beginSecond();
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await begun;
    await Promise.all([one, project(second)]);
    expect(await revertOf(reverted)).toEqual([reverted + 1, 2]);
  });
});
