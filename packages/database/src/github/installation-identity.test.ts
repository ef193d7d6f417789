import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { reviveForInstallation } from '../delivery-claims.ts';
import { purgeOrganization } from '../organization/deletion.ts';
import { inOrganization } from '../tenant.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { transaction } from '../transaction.ts';
import { claimInstallation, findSlugsOfInstallation } from './connected-installations.ts';
import { deleteGithubApp } from './connections.ts';
import { findTenantOfDelivery } from './delivery-tenants.ts';
import { findOrganizationOfInstallation, saveInstallation } from './installation-life.ts';
import { purgeDeliveries } from './purging.ts';

let test: TestDatabase;
let owner: Database;
let app: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  owner = openDatabase({ url: test.ownerUrl, applicationName: 'test' });
  app = openDatabase({ url: test.appUrl, applicationName: 'test', maxConnections: 2 });
});
afterAll(async () => {
  await Promise.all([owner.close(), app.close()]);
  await test.drop();
});

const ACCOUNT = { id: '9', login: 'fernhill', type: 'Organization' };
let numbers = 100;
let number = '';
beforeEach(() => {
  numbers += 1;
  number = String(numbers);
});

async function newOrganization(): Promise<string> {
  const id = randomUUID();
  await owner.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [id, `o-${id}`]);
  return id;
}

async function newApp(organizationId: string | null): Promise<string> {
  const id = randomUUID();
  await owner.pool.query(
    `INSERT INTO github_app (id, organization_id, web_url, app_id, slug, name, owner_login)
     VALUES ($1, $2, $3, 1, 'devpulse', 'DevPulse', 'fernhill')`,
    [id, organizationId, `https://${id}.example`],
  );
  return id;
}

/** An organization with an App of its own, on a GitHub of its own. */
async function tenant() {
  const organizationId = await newOrganization();
  return { organizationId, appId: await newApp(organizationId) };
}
type Claimant = { organizationId: string; appId: string; isShared?: boolean };

const claim = ({ organizationId, appId, isShared = false }: Claimant) =>
  transaction(app, { system: true }, (tx) =>
    claimInstallation(tx, {
      installationId: number,
      organizationId,
      appId,
      githubAppId: isShared ? null : appId,
      account: ACCOUNT,
      repositorySelection: 'all',
      permissions: {},
      suspendedAt: null,
      updatedAt: 1_000,
    }),
  );
const save = (organizationId: string, githubAppId: string | null, state: 'active' | 'deleted' = 'active') =>
  inOrganization(app, organizationId, (inside) =>
    saveInstallation(
      inside,
      {
        installationId: number,
        githubAppId,
        account: ACCOUNT,
        state,
        permissions: {},
        repositorySelection: null,
        suspendedAt: null,
        sourceAt: 2_000,
        sourceRank: state === 'deleted' ? 4 : 0,
      },
      0,
    ),
  );
const whose = (githubAppId: string | null) =>
  transaction(app, { system: true }, (tx) =>
    findTenantOfDelivery(tx, { installationId: number, githubAppId }),
  ).then((found) => found?.settings.id ?? null);
const wouldBe = (githubAppId: string | null) =>
  transaction(app, { system: true }, (tx) =>
    findOrganizationOfInstallation(
      tx,
      { installationId: number, githubAppId },
      { account: ACCOUNT, timeZone: 'UTC' },
    ),
  );
const stored = async () => {
  const { rows } = await owner.pool.query(
    `SELECT organization_id AS "organizationId", github_app_id AS "appId", state FROM installation
     WHERE github_id = $1 ORDER BY created_at, organization_id`,
    [number],
  );
  return rows;
};

describe('an installation is known by who signs for it and its number', () => {
  it('two Apps have one each of one number, by event or by claim', async () => {
    const [one, two] = [await tenant(), await tenant()];
    expect(await save(one.organizationId, one.appId)).toEqual({ before: null });
    expect(await claim(two)).toBe(true);
    expect([await whose(one.appId), await whose(two.appId)]).toEqual([
      one.organizationId,
      two.organizationId,
    ]);
    expect(await whose(null)).toBeNull();
    expect(await wouldBe(two.appId)).toEqual({ organizationId: two.organizationId });
    expect(await save(two.organizationId, two.appId, 'deleted')).not.toBeNull();
    expect(await stored()).toEqual([
      { ...one, state: 'active' },
      { ...two, state: 'deleted' },
    ]);
  });

  it('of the App of the configuration, a number is one organization’s alone', async () => {
    const appId = await newApp(null);
    const [first, second] = [await newOrganization(), await newOrganization()];
    expect(await claim({ organizationId: first, appId, isShared: true })).toBe(true);
    expect(await claim({ organizationId: second, appId, isShared: true })).toBe(false);
    expect(await claim({ organizationId: first, appId, isShared: true })).toBe(true);
    expect(await stored()).toEqual([{ organizationId: first, appId, state: 'active' }]);
  });

  it('the App of the configuration takes over what its deliveries alone were known of, and nobody else’s', async () => {
    const appId = await newApp(null);
    const [known, stranger, attacker] = [await newOrganization(), await newOrganization(), await tenant()];
    await save(known, null);
    expect(await claim(attacker)).toBe(true);
    expect(await whose(null)).toBe(known);
    expect(await claim({ organizationId: stranger, appId, isShared: true })).toBe(false);
    expect(await claim({ organizationId: known, appId, isShared: true })).toBe(true);
    expect(await whose(null)).toBe(known);
  });

  it('an organization has one of a number: what comes second, of another GitHub, is put aside and changes nothing', async () => {
    const one = await tenant();
    const again = { ...one, appId: await newApp(one.organizationId) };
    await save(one.organizationId, one.appId);
    expect(await wouldBe(again.appId)).toEqual({ unclaimed: 'foreign_app' });
    expect(await claim(again)).toBe(false);
    expect(await save(again.organizationId, again.appId, 'deleted')).toBeNull();
    expect(await stored()).toEqual([{ ...one, state: 'active' }]);
  });

  it('whose App was removed has no say in what the secrets of the configuration sign', async () => {
    const [attacker, twin] = [await tenant(), await tenant()];
    for (const { organizationId, appId } of [attacker, twin]) {
      await save(organizationId, appId, 'deleted');
      await inOrganization(app, organizationId, (inside) => deleteGithubApp(inside, appId));
    }
    expect(await stored()).toMatchObject([{ appId: null }, { appId: null }]);
    expect(await whose(null)).toBeNull();
  });

  it('the database itself keeps a second one of the same signer out', async () => {
    const one = await tenant();
    await save(one.organizationId, one.appId);
    await expect(save(await newOrganization(), one.appId)).rejects.toThrow(
      /installation_github_id_signed_by/,
    );
  });

  it('deliveries that waited are opened for their own signer alone', async () => {
    const [one, two] = [await tenant(), await tenant()];
    for (const appId of [one.appId, two.appId, null]) {
      await owner.pool.query(
        `INSERT INTO raw_delivery (received_at, guid, event, headers, body, body_sha256, state, reason, installation_id, github_app_id)
         VALUES (now(), gen_random_uuid(), 'push', '{}', '{}', '\\x00', 'ignored', 'unknown_installation', $1, $2)`,
        [number, appId],
      );
    }
    await transaction(app, { system: true }, (tx) =>
      reviveForInstallation(tx, { installationId: number, githubAppId: two.appId }),
    );
    const { rows } = await owner.pool.query(
      `SELECT github_app_id AS app FROM raw_delivery WHERE installation_id = $1 AND state = 'received'`,
      [number],
    );
    expect(rows).toEqual([{ app: two.appId }]);
  });

  it('deliveries of one that is due are purged, and nobody else’s of its number', async () => {
    const [one, two] = [await tenant(), await tenant()];
    for (const { organizationId, appId } of [one, two]) {
      await save(organizationId, appId, 'deleted');
      await owner.pool.query(
        `INSERT INTO raw_delivery (received_at, guid, event, headers, body, body_sha256, state, installation_id, organization_id)
         VALUES (now(), gen_random_uuid(), 'push', '{}', '{}', '\\x00', 'done', $1, $2)`,
        [number, organizationId],
      );
    }
    const due = { organizationId: one.organizationId, installationId: number, most: 10 };
    expect(await purgeDeliveries(app, due)).toBe(1);
    expect(await purgeDeliveries(app, due)).toBe(0);
    const { rows } = await owner.pool.query(
      'SELECT organization_id AS id FROM raw_delivery WHERE installation_id = $1',
      [number],
    );
    expect(rows).toEqual([{ id: two.organizationId }]);
  });

  it('what a person changed on GitHub is looked for in the organizations that they belong to', async () => {
    const [one, two] = [await tenant(), await tenant()];
    for (const { organizationId, appId } of [one, two]) await save(organizationId, appId);
    const userId = randomUUID();
    await owner.pool.query(`INSERT INTO "user" (id, email, name) VALUES ($1, $2, 'Ada')`, [
      userId,
      `${userId}@example.com`,
    ]);
    await owner.pool.query(
      `INSERT INTO membership (organization_id, user_id, role) VALUES ($1, $2, 'admin')`,
      [two.organizationId, userId],
    );
    const slugs = await transaction(app, { system: true, personId: userId }, (tx) =>
      findSlugsOfInstallation(tx, { id: number, userId }),
    );
    expect(slugs).toEqual([`o-${two.organizationId}`]);
  });

  it('of an organization that is being purged, its App records nothing behind the deletion', async () => {
    const { organizationId, appId } = await tenant();
    await save(organizationId, appId);
    await owner.pool.query(
      `UPDATE organization SET deletion_due_at = now() - interval '1 minute' WHERE id = $1`,
      [organizationId],
    );
    const earlier = await owner.pool.connect();
    await earlier.query('BEGIN; SELECT pg_current_xact_id()');
    const purged = purgeOrganization(app, organizationId);
    await vi.waitFor(async () => expect(await stored()).toEqual([]));
    expect(await wouldBe(appId)).toEqual({ unclaimed: 'unknown_installation' });
    await earlier.query('ROLLBACK');
    earlier.release();
    expect(await purged).toBe(true);
  });
});
