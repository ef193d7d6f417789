import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '@devpulse/database/connection';
import { insertDeliveries } from '@devpulse/database/deliveries';
import { deleteGithubApp, insertGithubApp } from '@devpulse/database/github/connections';
import { insertAppKey } from '@devpulse/database/github/secrets';
import { inOrganization } from '@devpulse/database/tenant';
import { organizationIdFor } from '@devpulse/domain/identity';
import { openGithubAccess } from '@devpulse/github/client/access';
import { createGithubFetch } from '@devpulse/github/client/fetching';
import { createPostgresGate } from '@devpulse/github/client/postgres-gate';
import { type LocalGithub, openLocalGithub } from '@devpulse/github-simulator/github/server';
import { githubContext } from '@devpulse/vault/contexts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APP, type GithubStage, ORGANIZATION, openGithubStage } from './github-stage.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const DAY = 86_400_000;
/** Both GitHubs count their installations for themselves, and have come to this one. */
const NUMBER = 4_711;
const OTHER = '0190f3a2-0000-7000-8000-0000000000aa';
const OTHER_APP = '0190f3a2-0000-7000-8000-0000000000ab';
const OTHER_KEY = '0190f3a2-0000-7000-8000-0000000000ac';

describe('two organizations whose Apps are on two GitHubs, with installations of one number', () => {
  let stage: GithubStage;
  let elsewhere: LocalGithub;
  let owner: Database;
  let updates = 0;

  const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await owner.pool.query<T>(text, values)).rows;
  const installations = () =>
    rows<{ organization: string; app: string | null; state: string }>(
      `SELECT organization_id AS organization, github_app_id AS app, state FROM installation WHERE github_id = $1
       ORDER BY organization_id`,
      [NUMBER],
    );
  /** All that one organization has of GitHub. */
  const holdings = async (organization: string) => ({
    installation: await rows('SELECT * FROM installation WHERE organization_id = $1', [organization]),
    repositories: await rows('SELECT * FROM repository WHERE organization_id = $1 ORDER BY id', [
      organization,
    ]),
    pullRequests: await rows('SELECT * FROM pull_request WHERE organization_id = $1 ORDER BY id', [
      organization,
    ]),
    imports: await rows('SELECT * FROM repository_import WHERE organization_id = $1 ORDER BY id', [
      organization,
    ]),
    deliveries: await rows('SELECT * FROM raw_delivery WHERE organization_id = $1 ORDER BY id', [
      organization,
    ]),
  });

  const account = (github: LocalGithub) => {
    const found = github.world.accountByLogin('Fernhill');
    if (found === null) throw new Error('Fernhill is missing.');
    return found;
  };
  /** Stores a delivery as signed by an App; null is a secret of the configuration. */
  async function deliver(githubAppId: string | null, event: string, body: object): Promise<void> {
    const row = stage.pipeline.toRow({ event, body: JSON.stringify({ ...body, nonce: randomUUID() }) });
    await insertDeliveries(stage.pipeline.database, [{ ...row, githubAppId }]);
    await stage.work();
  }
  /** What a GitHub sends of its installation; each is later than the one before. */
  function tellOf(githubAppId: string | null, action: string): Promise<void> {
    updates += 1;
    const { id, login } = account(githubAppId === APP ? stage.github : elsewhere);
    const installation = {
      id: NUMBER,
      account: { id, login, type: 'Organization' },
      permissions: { metadata: 'read', pull_requests: 'read', contents: 'read' },
      updated_at: new Date(NOW + updates * 1_000).toISOString(),
    };
    return deliver(githubAppId, 'installation', { action, installation });
  }
  const tellOfRepositories = (githubAppId: string, change: object) => {
    const { id, login } = account(githubAppId === APP ? stage.github : elsewhere);
    const installation = { id: NUMBER, account: { id, login, type: 'Organization' } };
    return deliver(githubAppId, 'installation_repositories', { installation, ...change });
  };

  async function connectElsewhere(): Promise<void> {
    const { app, privateKey } = elsewhere.createApp({ owner: account(elsewhere), name: 'DevPulse' });
    await owner.pool.query(
      `INSERT INTO organization (id, slug, name, time_zone) VALUES ($1, 'elsewhere', 'Elsewhere', 'UTC')`,
      [OTHER],
    );
    await inOrganization(stage.pipeline.database, OTHER, async (tenant) => {
      await insertGithubApp(tenant, {
        id: OTHER_APP,
        webUrl: elsewhere.url,
        appId: String(app.id),
        slug: app.slug,
        name: app.name,
        clientId: null,
        clientSecretEncrypted: null,
        ownerLogin: app.owner.login,
        hasWebhooks: true,
        createdBy: OTHER,
        now: NOW,
      });
      const privateKeyEncrypted = stage.room.vault.seal(privateKey, githubContext.appKey(OTHER_KEY));
      await insertAppKey(tenant, {
        id: OTHER_KEY,
        appId: OTHER_APP,
        privateKeyEncrypted,
        fingerprint: 'two',
        now: NOW,
      });
    });
    await elsewhere.life.install(app, { id: NUMBER, account: account(elsewhere), repositories: 'all' });
  }

  beforeAll(async () => {
    stage = await openGithubStage({ now: NOW });
    owner = openDatabase({ url: stage.pipeline.ownerUrl, applicationName: 'test', maxConnections: 2 });
    elsewhere = await openLocalGithub({ now: () => stage.clock.now });
    for (const github of [stage.github, elsewhere]) {
      const name = github === elsewhere ? 'theirs' : 'ours';
      github.world.addRepository({ name, owner: account(github), createdAt: NOW });
    }
    // As the operator of this instance would let it, for either of them.
    stage.room.github = openGithubAccess({
      gate: createPostgresGate(stage.pipeline.database, () => stage.clock.now),
      fetchOf: (webUrl) => createGithubFetch(webUrl)(webUrl),
      now: () => stage.clock.now,
    });
    await connectElsewhere();
  });
  afterAll(async () => {
    await Promise.all([elsewhere.close(), owner.close()]);
    await stage.close();
  });

  it('both connect, whoever comes first', async () => {
    await tellOf(OTHER_APP, 'created');
    await stage.github.life.install(stage.app, { id: NUMBER, account: stage.owner, repositories: 'all' });
    await stage.work();
    expect(await installations()).toEqual([
      { organization: ORGANIZATION, app: APP, state: 'active' },
      { organization: OTHER, app: OTHER_APP, state: 'active' },
    ]);
    const listed = await rows(
      'SELECT organization_id AS organization, full_name AS name, web_url AS url FROM repository ORDER BY 1',
    );
    expect(listed).toEqual([
      { organization: ORGANIZATION, name: 'Fernhill/ours', url: `${stage.github.url}/Fernhill/ours` },
      { organization: OTHER, name: 'Fernhill/theirs', url: `${elsewhere.url}/Fernhill/theirs` },
    ]);
  });

  it('each spends its own budget', async () => {
    const spent = await rows<{ holder: string }>(
      `SELECT DISTINCT holder FROM github_budget WHERE holder LIKE 'installation:%' ORDER BY 1`,
    );
    expect(spent.map(({ holder }) => holder)).toEqual([
      `installation:${APP}:${NUMBER}`,
      `installation:${OTHER_APP}:${NUMBER}`,
    ]);
  });

  it('deliveries go each to the organization of the App that signed them', async () => {
    for (const app of [APP, OTHER_APP]) await tellOfRepositories(app, { action: 'added' });
    const told = await rows(
      `SELECT organization_id AS organization, github_app_id AS app FROM raw_delivery WHERE event = 'installation_repositories' ORDER BY 1`,
    );
    expect(told).toEqual([
      { organization: ORGANIZATION, app: APP },
      { organization: OTHER, app: OTHER_APP },
    ]);
  });

  describe('of what one does, the other feels nothing:', () => {
    let before: Awaited<ReturnType<typeof holdings>>;
    beforeEach(async () => {
      before = await holdings(ORGANIZATION);
      expect(before.installation).toHaveLength(1);
      expect(before.repositories.length).toBeGreaterThan(0);
    });
    const feelsNothing = async () => expect(await holdings(ORGANIZATION)).toEqual(before);
    const stateElsewhere = async () => (await holdings(OTHER)).installation;

    it('losing repositories, whatever their numbers', async () => {
      const removed = stage.github.world
        .ownedBy(stage.owner)
        .map(({ id }) => ({ id, full_name: 'Fernhill/x' }));
      await tellOfRepositories(OTHER_APP, { action: 'removed', repositories_removed: removed });
      await feelsNothing();
    });

    it('being suspended', async () => {
      await tellOf(OTHER_APP, 'suspend');
      expect(await stateElsewhere()).toMatchObject([{ state: 'suspended' }]);
      await feelsNothing();
      await tellOf(OTHER_APP, 'unsuspend');
    });

    it('being uninstalled, and purged 30 days later', async () => {
      await tellOf(OTHER_APP, 'deleted');
      expect(await stateElsewhere()).toMatchObject([{ state: 'deleted' }]);
      await owner.pool.query(
        `UPDATE installation SET purge_due_at = now() - interval '1 second' WHERE organization_id = $1`,
        [OTHER],
      );
      stage.clock.now = Math.max(stage.clock.now, Date.now()) + 40 * DAY;
      await stage.run('expireInstallations');
      expect(await holdings(OTHER)).toEqual({
        installation: [],
        repositories: [],
        pullRequests: [],
        imports: [],
        deliveries: [],
      });
      await feelsNothing();
    });

    it('its App being removed while an installation of it waits to be purged', async () => {
      await tellOf(OTHER_APP, 'created');
      await tellOf(OTHER_APP, 'deleted');
      await inOrganization(stage.pipeline.database, OTHER, (tenant) => deleteGithubApp(tenant, OTHER_APP));
      // What the secrets of the configuration sign of this number is none of theirs.
      await tellOf(null, 'created');
      const born = organizationIdFor(String(account(elsewhere).id));
      expect(await installations()).toEqual(
        [
          { organization: ORGANIZATION, app: APP, state: 'active' },
          { organization: OTHER, app: null, state: 'deleted' },
          { organization: born, app: null, state: 'active' },
        ].sort((one, two) => (one.organization < two.organization ? -1 : 1)),
      );
      await feelsNothing();
    });
  });
});
