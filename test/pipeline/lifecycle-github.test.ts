import { checksumFacts } from '@devpulse/database/checksum';
import type { GithubInstallation } from '@devpulse/github-simulator/github/apps/registry';
import type { GithubRepository } from '@devpulse/github-simulator/github/world/model';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GithubStage, ORGANIZATION, openGithubStage } from './github-stage.ts';

const END = Date.parse('2026-11-20T15:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const history = [...simulateOrganization({ seed: 'life', weeks: 2, now: END })].filter(
  ({ event }) => event === 'push' || event.startsWith('pull_request'),
);
const cut = history.length - 300;
const later = history.slice(cut);
const midst = later[100]?.occurredAt ?? END;

/** A connected organization whose history is read; the rest of its deliveries is still to come. */
async function open(): Promise<GithubStage & { installation: GithubInstallation }> {
  const stage = await openGithubStage({ now: (later[0]?.occurredAt ?? END) - HOUR });
  for (const delivery of history.slice(0, cut)) stage.github.tell(delivery);
  const installation = await stage.install();
  await stage.work();
  await stage.chooseAll();
  return { ...stage, installation };
}

async function tell(stage: GithubStage, deliveries: typeof history): Promise<void> {
  for (const delivery of deliveries) {
    stage.clock.now = Math.max(stage.clock.now, delivery.occurredAt + 1_000);
    await stage.github.send(delivery);
  }
  await stage.work();
}

type Row = { id: string; full_name: string; removed_at: number | null; removed_reason: string | null };

async function rowOf(stage: GithubStage, repository: GithubRepository): Promise<Row> {
  const [row] = await stage.rows<Row>('SELECT * FROM repository WHERE github_id = $1', [repository.id]);
  if (row === undefined) throw new Error('no such repository');
  return row;
}

/** Until when each open pull request of a repository is open. */
async function endsOf(stage: GithubStage, repositoryId: string): Promise<string[]> {
  const rows = await stage.rows<{ end: string }>(
    `SELECT open_until::text AS end FROM pull_request WHERE repository_id = $1 AND state = 'open'`,
    [repositoryId],
  );
  return rows.map(({ end }) => end);
}

/** The repositories with the most open pull requests, the fullest first. */
function busiest({ github, owner }: GithubStage): [GithubRepository, GithubRepository, GithubRepository] {
  const openIn = ({ pullRequests }: GithubRepository) =>
    [...pullRequests.values()].filter(({ state }) => state === 'OPEN').length;
  const [first, second, third] = github.world.ownedBy(owner).sort((a, b) => openIn(b) - openIn(a));
  if (!first || !second || !third) throw new Error('too few repositories');
  return [first, second, third];
}

describe('the life of a repository', () => {
  let stage: Awaited<ReturnType<typeof open>>;
  let renamed: GithubRepository;
  let deleted: GithubRepository;
  let moved: GithubRepository;
  beforeAll(async () => {
    stage = await open();
    [renamed, deleted, moved] = busiest(stage);
  });
  afterAll(() => stage.close());

  it('goes on under another name, with all that is known of it', async () => {
    const before = await rowOf(stage, renamed);
    const facts = await checksumFacts(stage.pipeline.database, ORGANIZATION);
    stage.clock.now += HOUR;
    await stage.github.life.renameRepository(renamed, 'another-name');
    await stage.work();
    const after = await rowOf(stage, renamed);
    expect(after).toMatchObject({ id: before.id, full_name: 'Fernhill/another-name', removed_at: null });
    const { pull_request: pulls } = await checksumFacts(stage.pipeline.database, ORGANIZATION);
    expect(pulls).toEqual(facts.pull_request);
  });

  it('is archived and taken up again', async () => {
    for (const isArchived of [true, false]) {
      stage.clock.now += HOUR;
      await stage.github.life.archiveRepository(renamed, isArchived);
      await stage.work();
      expect(await rowOf(stage, renamed)).toMatchObject({ is_archived: isArchived });
    }
  });

  it('ends with its open pull requests when it is deleted, and its history stays', async () => {
    const { id } = await rowOf(stage, deleted);
    const ends = await endsOf(stage, id);
    expect(new Set(ends)).toEqual(new Set(['infinity']));
    stage.clock.now += HOUR;
    await stage.github.life.deleteRepository(deleted);
    await stage.work();
    const row = { id, removed_at: stage.clock.now, removed_reason: 'deleted' };
    expect(await rowOf(stage, deleted)).toMatchObject(row);
    const after = await endsOf(stage, id);
    expect(after).toHaveLength(ends.length);
    expect(after).not.toContain('infinity');
  });

  it('leaves with a transfer, and its open pull requests go on when it is back', async () => {
    const { id } = await rowOf(stage, moved);
    const elsewhere = stage.github.world.addOrganization('Elsewhere');
    stage.clock.now += HOUR;
    await stage.github.life.transferRepository(moved, elsewhere);
    await stage.work();
    expect(await rowOf(stage, moved)).toMatchObject({ removed_reason: 'transferred' });
    expect(await endsOf(stage, id)).not.toContain('infinity');
    stage.clock.now += DAY;
    await stage.github.life.transferRepository(moved, stage.owner);
    await stage.work();
    expect(await rowOf(stage, moved)).toMatchObject({ id, removed_at: null, removed_reason: null });
    expect(new Set(await endsOf(stage, id))).toEqual(new Set(['infinity']));
    const text = `SELECT state FROM repository_import WHERE repository_id = $1 AND kind = 'gap'`;
    expect(await stage.rows(text, [id])).toEqual([{ state: 'done' }]);
  });

  it('is missed by no list when its event was lost', async () => {
    stage.github.deliveryScript.suppress(() => true);
    await stage.github.life.choose(stage.installation, [renamed]);
    stage.github.deliveryScript.clear();
    expect(await rowOf(stage, moved)).toMatchObject({ removed_at: null });
    await stage.run('followInstallation', {
      organizationId: ORGANIZATION,
      installationId: String(stage.installation.id),
    });
    expect(await rowOf(stage, moved)).toMatchObject({ removed_reason: 'removed' });
    expect(await rowOf(stage, renamed)).toMatchObject({ removed_at: null });
  });
});

const standing = (stage: GithubStage) => stage.rows('SELECT state, suspended_at FROM installation');

describe('the life of an installation', () => {
  it('is read on from where it was suspended, as if it had never been', async () => {
    const calm = await open();
    const held = await open();
    try {
      await tell(calm, later);
      await tell(held, later.slice(0, 100));
      held.clock.now = Math.max(held.clock.now, midst);
      await held.github.life.suspend(held.installation);
      await held.work();
      expect(await standing(held)).toEqual([{ state: 'suspended', suspended_at: held.clock.now }]);
      await tell(held, later.slice(100));
      held.clock.now += HOUR;
      await held.github.life.unsuspend(held.installation);
      await held.work();
      expect(await standing(held)).toEqual([{ state: 'active', suspended_at: null }]);
      const facts = ({ pipeline }: GithubStage) => checksumFacts(pipeline.database, ORGANIZATION);
      const told = async (stage: GithubStage) => {
        const { review, timeline_entry: entries } = await facts(stage);
        return { review, entries };
      };
      expect(await told(held)).toEqual(await told(calm));
      // What was pushed before either was connected, the night tells both.
      const night = held.clock.now + DAY;
      for (const stage of [calm, held]) {
        stage.clock.now = night;
        await stage.run('beginReconciliations');
        await stage.work();
      }
      expect(await facts(held)).toEqual(await facts(calm));
    } finally {
      await calm.close();
      await held.close();
    }
  });

  it('leaves with its repositories and comes back with them, and nothing is purged then', async () => {
    const stage = await open();
    try {
      const [first] = busiest(stage);
      const { id } = await rowOf(stage, first);
      stage.clock.now += HOUR;
      await stage.github.life.uninstall(stage.installation);
      await stage.work();
      expect(await rowOf(stage, first)).toMatchObject({ removed_reason: 'uninstalled' });
      const due = stage.clock.now + 30 * DAY;
      expect(await stage.rows('SELECT state, purge_due_at AS due FROM installation')).toEqual([
        { state: 'deleted', due },
      ]);
      stage.clock.now += DAY;
      const again = await stage.install();
      await stage.work();
      const row = { id, removed_at: null, installation_id: String(again.id) };
      expect(await rowOf(stage, first)).toMatchObject(row);
      expect(await stage.rows('SELECT 1 FROM installation WHERE purge_due_at IS NOT NULL')).toEqual([]);
      stage.clock.now += 31 * DAY;
      await stage.run('expireInstallations');
      expect(await rowOf(stage, first)).toMatchObject(row);
    } finally {
      await stage.close();
    }
  });

  it('takes everything with it 30 days after it has left for good, and not before', async () => {
    const stage = await open();
    try {
      await stage.github.life.uninstall(stage.installation);
      await stage.work();
      stage.clock.now += 30 * DAY - 1;
      await stage.run('expireInstallations');
      expect(await stage.rows('SELECT 1 FROM pull_request')).not.toEqual([]);
      // The database goes by its own clock before it lets go of what was delivered.
      await stage.rows(`UPDATE installation SET purge_due_at = now() - interval '1 second'`);
      stage.clock.now = Math.max(stage.clock.now, Date.now());
      await stage.run('expireInstallations');
      await stage.pipeline.rollup(ORGANIZATION);
      for (const table of [
        'repository',
        'pull_request',
        'review',
        'timeline_entry',
        'push',
        'installation',
      ]) {
        expect([table, await stage.rows(`SELECT 1 FROM ${table}`)]).toEqual([table, []]);
      }
      expect(await stage.rows('SELECT 1 FROM raw_delivery')).toEqual([]);
      expect(await stage.rows(`SELECT 1 FROM daily_metrics WHERE scope_type = 'repository'`)).toEqual([]);
    } finally {
      await stage.close();
    }
  });

  it('is found out to be deleted when no event of it came', async () => {
    const stage = await open();
    try {
      stage.github.deliveryScript.suppress(() => true);
      await stage.github.life.uninstall(stage.installation);
      await stage.run('followInstallation', {
        organizationId: ORGANIZATION,
        installationId: String(stage.installation.id),
      });
      expect(await standing(stage)).toMatchObject([{ state: 'deleted' }]);
    } finally {
      await stage.close();
    }
  });
});
