import { randomUUID } from 'node:crypto';
import { organizationIdFor } from '@devpulse/domain/identity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../connection.ts';
import { findOrganizationOfInstallation } from '../github/installation-life.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { transaction } from '../transaction.ts';
import { adoptOrganization, adoptOwnerlessOrganizations } from './adoption.ts';

describe('an organization that a signed installation makes', () => {
  let test: TestDatabase;
  let owner: Database;
  let app: Database;
  const ownerId = randomUUID();
  beforeAll(async () => {
    test = await createTestDatabase();
    owner = openDatabase({ url: test.ownerUrl, applicationName: 'test' });
    app = openDatabase({ url: test.appUrl, applicationName: 'test', maxConnections: 2 });
  });
  afterAll(async () => {
    await Promise.all([owner.close(), app.close()]);
    await test.drop();
  });

  let account = 0;
  const install = (login: string) =>
    transaction(app, { system: true }, async (tx) => {
      account += 1;
      const recorded = await findOrganizationOfInstallation(
        tx,
        { installationId: String(account), githubAppId: null },
        { account: { id: String(account), login, type: 'Organization' }, timeZone: 'UTC' },
      );
      const organizationId = 'organizationId' in recorded ? recorded.organizationId : '';
      return { organizationId, isAdopted: await adoptOrganization(tx, organizationId) };
    });
  const ownersOf = async (organizationId: string) => {
    const { rows } = await owner.pool.query<{ user_id: string; role: string }>(
      'SELECT user_id, role FROM membership WHERE organization_id = $1',
      [organizationId],
    );
    return rows;
  };

  it('has no member before the instance has an Owner, and the Owner gets it at set-up', async () => {
    const { organizationId, isAdopted } = await install('fernhill');
    expect([isAdopted, await ownersOf(organizationId)]).toEqual([false, []]);
    expect(await adoptOwnerlessOrganizations(app)).toBe(0);
    await owner.pool.query(
      `INSERT INTO "user" (id, email, name, is_instance_owner) VALUES ($1, 'o@example.com', 'O', true)`,
      [ownerId],
    );
    expect(await adoptOwnerlessOrganizations(app)).toBe(1);
    expect(await ownersOf(organizationId)).toEqual([{ user_id: ownerId, role: 'owner' }]);
    expect(await adoptOwnerlessOrganizations(app)).toBe(0);
  });

  it('is the Owner’s from then on, unless somebody is in it', async () => {
    const { organizationId, isAdopted } = await install('second');
    expect([isAdopted, await ownersOf(organizationId)]).toEqual([
      true,
      [{ user_id: ownerId, role: 'owner' }],
    ]);
    const again = await transaction(app, { system: true }, (tx) => adoptOrganization(tx, organizationId));
    expect(again).toBe(false);
  });

  it('leaves the transaction as it was: of the system, and inside no organization', async () => {
    await transaction(app, { system: true }, async (tx) => {
      await adoptOrganization(tx, organizationIdFor('1'));
      const { rows } = await tx.query(
        'SELECT is_system() AS system, current_organization_id() AS organization',
      );
      expect(rows).toEqual([{ system: true, organization: null }]);
      expect((await tx.query('SELECT 1 FROM membership')).rowCount).toBe(0);
    });
  });

  it('never takes an address of the product, nor one that is taken', async () => {
    const slugs: string[] = [];
    for (const login of ['Sign-In', 'api', 'Fernhill', 'ümlaut_x']) {
      const { organizationId } = await install(login);
      const { rows } = await owner.pool.query<{ slug: string }>(
        'SELECT slug FROM organization WHERE id = $1',
        [organizationId],
      );
      slugs.push(rows[0]?.slug ?? '');
    }
    expect(slugs).toEqual(['sign-in-team', 'api-team', 'fernhill-5', 'umlaut-x']);
  });
});
