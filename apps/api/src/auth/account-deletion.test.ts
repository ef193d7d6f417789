import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuthWorld } from '../../testing/auth-world.ts';
import type { TestPerson } from '../../testing/people.ts';

let world: AuthWorld;
beforeAll(async () => {
  world = await AuthWorld.open();
});
afterAll(() => world.close());

const account = '/api/v1/account';
const read = (person: Pick<TestPerson, 'headers'>) => world.send('GET', account, { headers: person.headers });

describe('deleting the account', () => {
  const remove = (person: Pick<TestPerson, 'headers'>) =>
    world.send('DELETE', account, { headers: person.headers });

  test('the only Owner of an organization is told which', async () => {
    const person = await world.registry.person();
    const organization = await world.registry.organization();
    await world.registry.member(organization, person, 'owner');
    expect(await remove(person)).toMatchObject({
      status: 409,
      body: {
        detail: expect.stringContaining(organization.slug),
        remedy: expect.stringContaining('Transfer'),
      },
    });
    expect((await read(person)).status).toBe(200);
    expect(await world.count('membership', 'user_id = $1', [person.userId])).toBe(1);
  });

  test('the Owner of the instance stays', async () => {
    const person = await world.registry.person({ isInstanceOwner: true });
    expect((await remove(person)).status).toBe(409);
    expect((await read(person)).status).toBe(200);
    await world.registry.pool.query('UPDATE "user" SET is_instance_owner = false WHERE id = $1', [
      person.userId,
    ]);
  });

  test('nothing is left under the person’s id, in any column of any table', async () => {
    const person = await personEverywhere();
    expect((await traces(person.userId)).length).toBeGreaterThan(15);
    expect((await remove(person)).body).toEqual({ isDone: true });
    expect(await traces(person.userId)).toEqual([]);
    expect(await world.count('contributor', `display_name = 'Everywhere'`)).toBe(0);
    expect(await world.count('invitation', 'email = $1', [person.email])).toBe(0);
    expect((await read(person)).status).toBe(401);
    expect((await world.signIn(person.email)).status).toBe(401);
    expect((await world.mails(person.email)).map(({ subject }) => subject)).toEqual([
      'Your DevPulse account was deleted',
    ]);
  });

  /** A person with a row in whatever table may have one, in an organization they belong to and in one that they have left. */
  async function personEverywhere(): Promise<TestPerson> {
    const person = await world.personWithPassword();
    const { userId } = person;
    const query = (text: string, ...values: unknown[]) => world.registry.pool.query(text, values);
    await world.tokens(person.email);
    await world.device(userId);
    await world.post('/api/v1/auth/password/forgotten', { email: person.email });
    await world.settle();
    await query(`INSERT INTO totp (user_id, secret_encrypted) VALUES ($1, 'x')`, userId);
    await query(
      `INSERT INTO recovery_code (code_sha256, user_id) VALUES ($2, $1)`,
      userId,
      Buffer.from(userId),
    );
    await query(
      `INSERT INTO passkey (id, user_id, credential_id, public_key, name) VALUES (gen_random_uuid(), $1, $2, 'x', 'Key')`,
      userId,
      randomUUID(),
    );
    await query(
      `INSERT INTO identity (id, user_id, provider, issuer, subject, label) VALUES (gen_random_uuid(), $1, 'github', 'https://github.com', $2, 'octo')`,
      userId,
      randomUUID(),
    );
    await query(
      `INSERT INTO device_code (device_code_sha256, user_code_sha256, device, ip_address, user_id, requested_at, expires_at)
       VALUES ($2, $3, '{}', '127.0.0.1', $1, now(), now())`,
      userId,
      Buffer.from(randomUUID()),
      Buffer.from(randomUUID()),
    );
    for (const isMember of [true, false]) {
      const organization = await world.registry.organization();
      const owner = await world.registry.person();
      await world.registry.member(organization, owner, 'owner');
      if (isMember) await world.registry.member(organization, person, 'manager');
      const team = await world.registry.team(organization);
      const contributor = await world.registry.contributor(organization, { userId });
      await query(`UPDATE contributor SET display_name = 'Everywhere' WHERE id = $1`, contributor);
      await world.registry.putInTeam(organization, team, contributor);
      await world.registry.manages(organization, team, person);
      for (const [subject, actor] of [
        [userId, owner.userId],
        [owner.userId, userId],
      ]) {
        await query(
          `INSERT INTO notice (id, organization_id, user_id, kind, actor_user_id, at) VALUES (gen_random_uuid(), $1, $2, 'individual_views_on', $3, now())`,
          organization.id,
          subject,
          actor,
        );
        await query(
          `INSERT INTO person_view (organization_id, viewer_user_id, viewer_role, subject_user_id, what, at) VALUES ($1, $3, 'manager', $2, 'person', now())`,
          organization.id,
          subject,
          actor,
        );
        await query(
          `INSERT INTO audit_entry (organization_id, actor_user_id, subject_user_id, action, target, at) VALUES ($1, $3, $2, 'member.removed', $4, now())`,
          organization.id,
          subject,
          actor,
          userId,
        );
      }
      for (const [email, by] of [
        [person.email, owner.userId],
        [`friend-${randomUUID()}@example.com`, userId],
      ]) {
        await query(
          `INSERT INTO invitation (id, organization_id, token_sha256, email, role, invited_by, expires_at) VALUES (gen_random_uuid(), $1, $2, $3, 'developer', $4, now())`,
          organization.id,
          Buffer.from(randomUUID()),
          email,
          by,
        );
      }
    }
    return person;
  }

  /** Every column, of whatever type, in which the id stands. */
  async function traces(userId: string): Promise<string[]> {
    const { rows } = await world.registry.pool.query<{ table: string; column: string }>(
      `SELECT c.table_name AS "table", c.column_name AS "column" FROM information_schema.columns c
       JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, 2`,
    );
    const found: string[] = [];
    for (const { table, column } of rows) {
      if ((await world.count(table, `"${column}"::text LIKE $1`, [`%${userId}%`])) > 0)
        found.push(`${table}.${column}`);
    }
    return found;
  }
});
