import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { inOrganization } from '../tenant.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { transaction } from '../transaction.ts';
import { listApps, readApp } from './apps.ts';
import { readInstallationSource, readRepositorySource } from './sources.ts';

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

let numbers = 0;
const newNumber = () => {
  numbers += 1;
  return String(numbers);
};

async function newOrganization(): Promise<string> {
  const id = randomUUID();
  await owner.pool.query('INSERT INTO organization (id, slug, name) VALUES ($1, $2, $2)', [id, `o-${id}`]);
  return id;
}

async function newApp(organizationId: string | null, keys: readonly string[] = []) {
  const id = randomUUID();
  await owner.pool.query(
    `INSERT INTO github_app (id, organization_id, web_url, app_id, slug, name, owner_login)
     VALUES ($1, $2, 'https://github.com', $3, 'devpulse', 'DevPulse', 'fernhill')`,
    [id, organizationId, newNumber()],
  );
  for (const [index, key] of keys.entries()) {
    await owner.pool.query(
      `INSERT INTO github_app_key (id, organization_id, github_app_id, private_key_encrypted, fingerprint, created_at)
       VALUES ($1, $2, $3, $4, $5, to_timestamp($6))`,
      [randomUUID(), organizationId, id, Buffer.from(key), key, index],
    );
  }
  return id;
}

async function newInstallation(organizationId: string, appId: string | null) {
  const id = newNumber();
  await owner.pool.query(
    `INSERT INTO installation (github_id, organization_id, account_id, account_login, account_type, state, permissions, source_at,
       source_rank, github_app_id)
     VALUES ($1, $2, 9, 'fernhill', 'Organization', 'active', '{"metadata":"read"}', now(), 1, $3)`,
    [id, organizationId, appId],
  );
  return id;
}

async function newRepository(organizationId: string, by: { installationId?: string; tokenId?: string }) {
  const id = randomUUID();
  await owner.pool.query(
    `INSERT INTO repository (id, organization_id, github_id, full_name, web_url, is_private, is_archived, seen_at, node_id,
       installation_id, token_id)
     VALUES ($1, $2, $3, 'fernhill/seeds', 'https://github.com/fernhill/seeds', true, false, now(), 'R_1', $4, $5)`,
    [id, organizationId, newNumber(), by.installationId ?? null, by.tokenId ?? null],
  );
  return id;
}

const sourceOf = (organizationId: string, installationId: string) =>
  transaction(app, { system: true }, (tx) => readInstallationSource(tx, { organizationId, installationId }));
const repositoryOf = (organizationId: string, id: string) =>
  inOrganization(app, organizationId, ({ transaction: tx }) => readRepositorySource(tx, id), {
    system: true,
  });

describe('an installation', () => {
  it('is spoken for by its App, the newest key first', async () => {
    const organizationId = await newOrganization();
    const appId = await newApp(organizationId, ['old', 'new']);
    const source = await sourceOf(organizationId, await newInstallation(organizationId, appId));
    expect(source).toMatchObject({
      organizationId,
      state: 'active',
      permissions: { metadata: 'read' },
      accountId: '9',
      accountLogin: 'fernhill',
      app: { id: appId, organizationId, slug: 'devpulse', hasWebhooks: true },
    });
    expect(source?.app?.keys.map(({ privateKeyEncrypted }) => String(privateKeyEncrypted))).toEqual([
      'new',
      'old',
    ]);
  });

  it('of the App of the configuration is spoken for by that, without a key of ours', async () => {
    const appId = await newApp(null);
    const organizationId = await newOrganization();
    const source = await sourceOf(organizationId, await newInstallation(organizationId, appId));
    expect(source?.app).toMatchObject({ id: appId, organizationId: null, keys: [] });
  });

  it('is not spoken for by the App of another organization', async () => {
    const appId = await newApp(await newOrganization(), ['key']);
    const organizationId = await newOrganization();
    const source = await sourceOf(organizationId, await newInstallation(organizationId, appId));
    expect(source).toMatchObject({ app: null });
  });

  it('without an App, and none at all', async () => {
    const organizationId = await newOrganization();
    const installationId = await newInstallation(organizationId, null);
    expect(await sourceOf(organizationId, installationId)).toMatchObject({ app: null });
    expect(await sourceOf(organizationId, '987654321')).toBeNull();
    expect(await sourceOf(await newOrganization(), installationId)).toBeNull();
  });
});

describe('a repository', () => {
  it('is read through its installation', async () => {
    const organizationId = await newOrganization();
    const installationId = await newInstallation(organizationId, await newApp(organizationId, ['key']));
    const id = await newRepository(organizationId, { installationId });
    expect(await repositoryOf(organizationId, id)).toMatchObject({
      organizationId,
      repository: { id, nodeId: 'R_1', fullName: 'fernhill/seeds', isTracked: true, removedAt: null },
      installation: { installationId, app: { keys: [{}] } },
      token: null,
    });
  });

  it('is read through its token', async () => {
    const organizationId = await newOrganization();
    const tokenId = randomUUID();
    await owner.pool.query(
      `INSERT INTO github_token (id, organization_id, web_url, login, token_encrypted)
       VALUES ($1, $2, 'https://github.com', 'ada', 'sealed')`,
      [tokenId, organizationId],
    );
    const id = await newRepository(organizationId, { tokenId });
    const source = await repositoryOf(organizationId, id);
    expect(source).toMatchObject({
      installation: null,
      token: { id: tokenId, login: 'ada', state: 'active' },
    });
    expect(String(source?.token?.tokenEncrypted)).toBe('sealed');
  });

  it('is not read through the installation of another organization, nor seen by it', async () => {
    const [mine, other] = [await newOrganization(), await newOrganization()];
    const installationId = await newInstallation(other, await newApp(other, ['key']));
    const id = await newRepository(mine, { installationId });
    expect(await repositoryOf(mine, id)).toMatchObject({ installation: null, token: null });
    expect(await repositoryOf(other, id)).toBeNull();
  });
});

it('every App is listed, whosever it is', async () => {
  const [made, configured] = [await newApp(await newOrganization(), ['key']), await newApp(null)];
  const apps = await transaction(app, { system: true }, listApps);
  expect(apps.map(({ id }) => id)).toEqual(expect.arrayContaining([made, configured]));
  const read = await transaction(app, { system: true }, (tx) => readApp(tx, made));
  expect(apps.find(({ id }) => id === made)).toEqual(read);
  expect(await transaction(app, { system: true }, (tx) => readApp(tx, randomUUID()))).toBeNull();
});
