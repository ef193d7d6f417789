import { randomUUID } from 'node:crypto';
import { insertDeliveries } from '@devpulse/database/deliveries';
import { saveRepositoryPolicy } from '@devpulse/database/github/repositories';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP, type GithubStage, ORGANIZATION, openGithubStage } from './github-stage.ts';

const END = Date.parse('2026-11-20T15:00:00Z');
const DAY = 86_400_000;

const history = [...simulateOrganization({ seed: 'connection', weeks: 2, now: END })].filter(
  ({ event }) => event === 'push' || event.startsWith('pull_request'),
);
const told = history.slice(-40);

const POLICY = { historyMonths: null, tracksNewRepositories: true, followsGithubTeams: true };
const OTHER_APP = randomUUID();

describe('a connected organization', () => {
  let stage: GithubStage;
  let installationId: string;
  beforeAll(async () => {
    stage = await openGithubStage({ now: END });
    for (const delivery of history.slice(0, -40)) stage.github.tell(delivery);
    installationId = String((await stage.install()).id);
    await stage.work();
  });
  afterAll(() => stage.close());

  const states = () =>
    stage.rows<{ event: string; state: string; reason: string | null }>(
      'SELECT DISTINCT event, state, reason FROM raw_delivery ORDER BY event, state, reason',
    );
  /** Stores a delivery as signed by an App; null is a secret of the configuration. */
  async function deliver(githubAppId: string | null, event: string, body: object): Promise<void> {
    const row = stage.pipeline.toRow({ event, body: JSON.stringify({ ...body, nonce: randomUUID() }) });
    await insertDeliveries(stage.pipeline.database, [{ ...row, githubAppId }]);
    await stage.pipeline.drain();
  }

  it('is installed where its App belongs, with repositories that wait to be chosen', async () => {
    expect(await stage.rows('SELECT organization_id, github_app_id FROM installation')).toEqual([
      { organization_id: ORGANIZATION, github_app_id: APP },
    ]);
    const repositories = await stage.rows<{ is_tracked: boolean }>('SELECT is_tracked FROM repository');
    expect(repositories.length).toBe(stage.github.world.ownedBy(stage.owner).length);
    expect(repositories.some((repository) => repository.is_tracked)).toBe(false);
  });

  it('puts the deliveries of a repository aside that was not chosen', async () => {
    for (const delivery of told.slice(0, 10)) await stage.github.send(delivery);
    await stage.work();
    const aside = (await states()).filter(({ event }) => event !== 'installation');
    expect(new Set(aside.map(({ reason }) => reason))).toEqual(new Set(['repository_not_tracked']));
    expect(await stage.rows('SELECT 1 FROM pull_request')).toEqual([]);
  });

  it('has what was put aside in the history of what it chooses, and the rest from its deliveries', async () => {
    await stage.chooseAll();
    for (const delivery of told.slice(10)) await stage.github.send(delivery);
    await stage.work();
    const known = [...stage.github.world.pullRequests.values()].map(({ id }) => String(id)).sort();
    const stored = await stage.rows<{ id: string }>(
      'SELECT github_id AS id FROM pull_request ORDER BY github_id::text COLLATE "C"',
    );
    expect(stored.map(({ id }) => id)).toEqual(known);
    expect(await stage.rows('SELECT last_delivery_at AS at FROM installation')).toEqual([{ at: END }]);
  });

  it.each([
    ['another App', OTHER_APP],
    ['a secret of the configuration', null],
  ])('believes nothing that %s has signed about it', async (_, app) => {
    const [before] = await stage.rows(
      'SELECT state, permissions, source_at FROM installation WHERE github_app_id = $1',
      [APP],
    );
    const account = { id: stage.owner.id, login: stage.owner.login, type: 'Organization' };
    const installation = { id: Number(installationId), account, updated_at: '2027-01-01T00:00:00Z' };
    const [repository] = stage.github.world.ownedBy(stage.owner);
    await deliver(app, 'installation', { action: 'deleted', installation });
    await deliver(app, 'installation_repositories', {
      action: 'removed',
      installation,
      repositories_removed: [{ id: repository?.id, full_name: 'Fernhill/gone' }],
    });
    const taken = await stage.rows(
      'SELECT 1 FROM raw_delivery WHERE organization_id = $1 AND github_app_id IS DISTINCT FROM $2',
      [ORGANIZATION, APP],
    );
    expect(taken).toEqual([]);
    expect(
      await stage.rows('SELECT state, permissions, source_at FROM installation WHERE github_app_id = $1', [
        APP,
      ]),
    ).toEqual([before]);
    expect(await stage.rows('SELECT 1 FROM repository WHERE removed_at IS NOT NULL')).toEqual([]);
  });

  it('reads what is new once something was chosen, if it wants that', async () => {
    const added = stage.github.world.addRepository({ name: 'brand-new', owner: stage.owner, createdAt: END });
    await stage.run('followInstallation', { organizationId: ORGANIZATION, installationId });
    const rowOf = () => stage.rows('SELECT is_tracked FROM repository WHERE github_id = $1', [added.id]);
    expect(await rowOf()).toEqual([{ is_tracked: true }]);
    await stage.within((tenant) => saveRepositoryPolicy(tenant, { ...POLICY, tracksNewRepositories: false }));
    const other = stage.github.world.addRepository({
      name: 'newer-still',
      owner: stage.owner,
      createdAt: END,
    });
    await stage.run('followInstallation', { organizationId: ORGANIZATION, installationId });
    expect(await stage.rows('SELECT is_tracked FROM repository WHERE github_id = $1', [other.id])).toEqual([
      { is_tracked: false },
    ]);
    await stage.within((tenant) => saveRepositoryPolicy(tenant, POLICY));
    await stage.work();
  });

  it('dates its teams by when they are heard of, the first time from the beginning', async () => {
    const { world } = stage.github;
    const people = [world.addUser('ada'), world.addUser('ben'), world.addUser('cy')] as const;
    const team = world.addTeam({ organization: stage.owner, name: 'Checkout' });
    for (const person of people.slice(0, 2)) team.memberIds.add(person.id);
    await stage.run('followTeams', { organizationId: ORGANIZATION });
    const members = () =>
      stage.rows<{ login: string; since: string; until: number | null }>(
        `SELECT g.login, m.starts_at::text AS since, m.ends_at AS until FROM team_membership m
         JOIN team t ON t.id = m.team_id AND t.name = 'Checkout'
         JOIN github_account g ON g.contributor_id = m.contributor_id ORDER BY g.login, m.starts_at`,
      );
    expect(await members()).toEqual([
      { login: 'ada', since: '-infinity', until: null },
      { login: 'ben', since: '-infinity', until: null },
    ]);
    stage.clock.now += DAY;
    team.memberIds.delete(people[1].id);
    team.memberIds.add(people[2].id);
    await stage.run('followTeams', { organizationId: ORGANIZATION });
    await stage.run('followTeams', { organizationId: ORGANIZATION });
    expect(await members()).toEqual([
      { login: 'ada', since: '-infinity', until: null },
      { login: 'ben', since: '-infinity', until: stage.clock.now },
      { login: 'cy', since: '-infinity', until: null },
    ]);
    stage.clock.now += DAY;
    world.teams.delete(team.id);
    await stage.run('followTeams', { organizationId: ORGANIZATION });
    expect((await members()).every(({ until }) => until !== null)).toBe(true);
  });

  it('takes no teams over when it does not want them', async () => {
    await stage.within((tenant) => saveRepositoryPolicy(tenant, { ...POLICY, followsGithubTeams: false }));
    stage.github.world.addTeam({ organization: stage.owner, name: 'Unwanted' });
    await stage.run('followTeams', { organizationId: ORGANIZATION });
    await deliver(APP, 'membership', {
      action: 'added',
      installation: { id: Number(installationId) },
      member: { id: 1, login: 'ada', type: 'User' },
      team: { id: 2, name: 'Unwanted too', slug: 'unwanted-too' },
    });
    expect(await stage.rows(`SELECT 1 FROM team WHERE name LIKE 'Unwanted%'`)).toEqual([]);
    const aside = await stage.rows(`SELECT state, reason FROM raw_delivery WHERE event = 'membership'`);
    expect(aside).toEqual([{ state: 'ignored', reason: 'teams_not_followed' }]);
  });
});
