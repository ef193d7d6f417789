import { randomUUID } from 'node:crypto';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuthWorld, bearer, PASSWORD } from '../../testing/auth-world.ts';
import type { TestOrganization, TestPerson } from '../../testing/people.ts';

let world: AuthWorld;
let organization: TestOrganization;
let owner: TestPerson;
beforeAll(async () => {
  world = await AuthWorld.open();
  organization = await world.registry.organization();
  owner = await world.registry.person({ name: 'Olga Owner' });
  await world.registry.member(organization, owner, 'owner');
});
afterAll(() => world.close());

async function invite(options: { email?: string; role?: string; teams?: string[] } = {}) {
  const token = newSecret();
  const email = options.email ?? `invited-${randomUUID().slice(0, 8)}@example.com`;
  await world.registry.pool.query(
    `INSERT INTO invitation (id, organization_id, token_sha256, email, role, team_ids, invited_by, expires_at)
     VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, to_timestamp($7::float8 / 1000) + interval '7 days')`,
    [
      organization.id,
      hashSecret(token),
      email,
      options.role ?? 'developer',
      options.teams ?? [],
      owner.userId,
      world.clock.now,
    ],
  );
  return { token, email };
}
const read = (token: string) => world.post('/api/v1/auth/invitations/read', { token });
const signUp = (token: string, body: object = {}) =>
  world.post('/api/v1/auth/invitations/sign-up', { token, name: 'Ina Invited', password: PASSWORD, ...body });
const accept = (token: string, person: Pick<TestPerson, 'headers'>) =>
  world.post('/api/v1/account/invitations/accept', { token }, { headers: person.headers });
const roles = async (userId: string) => {
  const { rows } = await world.registry.pool.query<{ role: string }>(
    'SELECT role FROM membership WHERE organization_id = $1 AND user_id = $2',
    [organization.id, userId],
  );
  return rows.map(({ role }) => role);
};

describe('signing up by invitation', () => {
  test('makes an account with a verified address, a membership, and a place in the teams that are left', async () => {
    const team = await world.registry.team(organization);
    const { token, email } = await invite({ role: 'manager', teams: [team, randomUUID()] });
    expect((await read(token)).body).toEqual({
      organizationName: organization.slug,
      email,
      role: 'manager',
      invitedBy: 'Olga Owner',
      hasAccount: false,
    });
    const answer = await signUp(token);
    expect(answer).toMatchObject({ status: 200, body: { organization: organization.slug, challenge: null } });
    const { session } = answer.body as { session: { accessToken: string } };
    const account = await world.send('GET', '/api/v1/account', { headers: bearer(session.accessToken) });
    expect(account.body).toMatchObject({
      email,
      name: 'Ina Invited',
      isEmailVerified: true,
      hasPassword: true,
      isInstanceOwner: false,
      memberships: [{ organization: { slug: organization.slug }, role: 'manager', secondFactorDueAt: null }],
    });
    const id = account.body.id as string;
    const inTeam = await world.registry.pool.query(
      `SELECT 1 FROM team_membership m JOIN contributor c ON c.id = m.contributor_id
       WHERE m.team_id = $1 AND c.user_id = $2 AND m.ends_at IS NULL`,
      [team, id],
    );
    expect(inTeam.rowCount).toBe(1);
    const joined = `action = 'member.joined' AND organization_id = $1 AND subject_user_id = $2`;
    expect(await world.count('audit_entry', joined, [organization.id, id])).toBe(1);
    expect((await world.signIn(email)).status).toBe(200);
  });

  test('accepted twice, also at once, it counts once (C08)', async () => {
    const { token, email } = await invite();
    const answers = await Promise.all(Array.from({ length: 5 }, () => signUp(token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await world.count('user', 'email = $1', [email])).toBe(1);
    expect((await read(token)).status).toBe(404);
    expect((await signUp(token)).status).toBe(404);
  });

  test('never touches an account that the address has (C08)', async () => {
    const person = await world.personWithPassword();
    const { token } = await invite({ email: person.email });
    expect((await read(token)).body).toMatchObject({ hasAccount: true });
    const before = await credentials(person.userId);
    const answer = await signUp(token, { name: 'Mallory', password: 'another password of mine' });
    expect(answer).toMatchObject({ status: 409, body: { remedy: expect.stringContaining('Sign in') } });
    expect(await credentials(person.userId)).toEqual(before);
    expect(await roles(person.userId)).toEqual([]);
    expect((await world.signIn(person.email)).status).toBe(200);
  });

  test('unknown, used, withdrawn and expired invitations are the same answer', async () => {
    const [used, withdrawn, expired] = [await invite(), await invite(), await invite()];
    await signUp(used.token);
    await world.registry.pool.query('UPDATE invitation SET withdrawn_at = now() WHERE token_sha256 = $1', [
      hashSecret(withdrawn.token),
    ]);
    await world.registry.pool.query('UPDATE invitation SET expires_at = $2 WHERE token_sha256 = $1', [
      hashSecret(expired.token),
      new Date(world.clock.now),
    ]);
    const person = await world.registry.person();
    const bodies = [];
    for (const token of [used.token, withdrawn.token, expired.token, newSecret()]) {
      for (const answer of [await read(token), await signUp(token), await accept(token, person)]) {
        expect(answer.status).toBe(404);
        bodies.push(JSON.stringify({ ...answer.body, requestId: null }));
      }
    }
    expect(new Set(bodies).size).toBe(1);
  });

  test('neither a role nor an organization can be asked for', async () => {
    const { token } = await invite();
    for (const extra of [{ role: 'owner' }, { organizationId: randomUUID() }, { email: 'me@example.com' }]) {
      expect((await signUp(token, extra)).status).toBe(400);
    }
    expect(await signUp(token, { password: 'qwertyuiop' })).toMatchObject({
      status: 400,
      body: { field: 'body.password' },
    });
    expect((await signUp(token)).status).toBe(200);
  });
});

describe('accepting with an account', () => {
  test('the person of the invited address joins, once', async () => {
    const person = await world.personWithPassword();
    const { token } = await invite({ email: person.email, role: 'admin' });
    const overview = `/api/v1/organizations/${organization.slug}/overview`;
    expect((await world.send('GET', overview, { headers: person.headers })).status).toBe(404);
    expect(await accept(token, person)).toMatchObject({
      status: 200,
      body: { organization: organization.slug },
    });
    expect((await world.send('GET', overview, { headers: person.headers })).status).toBe(200);
    expect(await roles(person.userId)).toEqual(['admin']);
    expect(await accept(token, person)).toMatchObject({ status: 409 });
    const again = await invite({ email: person.email, role: 'developer' });
    expect((await accept(again.token, person)).status).toBe(409);
    expect(await roles(person.userId)).toEqual(['admin']);
  });

  test('another person’s invitation is refused with what to do, and stays good (C08)', async () => {
    const [invited, other] = [await world.personWithPassword(), await world.personWithPassword()];
    const { token } = await invite({ email: invited.email });
    expect(await accept(token, other)).toMatchObject({
      status: 403,
      body: { code: 'forbidden', remedy: expect.stringContaining('invited address') },
    });
    expect(await roles(other.userId)).toEqual([]);
    await world.registry.pool.query('UPDATE "user" SET email_verified_at = NULL WHERE id = $1', [
      invited.userId,
    ]);
    expect((await accept(token, invited)).status).toBe(403);
    await world.registry.pool.query('UPDATE "user" SET email_verified_at = now() WHERE id = $1', [
      invited.userId,
    ]);
    expect((await accept(token, invited)).status).toBe(200);
  });

  test('a removed member does not get back with the old invitation, but with a new one', async () => {
    const person = await world.personWithPassword();
    const old = await invite({ email: person.email });
    await accept(old.token, person);
    await world.registry.pool.query('DELETE FROM membership WHERE user_id = $1', [person.userId]);
    expect((await accept(old.token, person)).status).toBe(404);
    expect(await roles(person.userId)).toEqual([]);
    const fresh = await invite({ email: person.email });
    expect((await accept(fresh.token, person)).status).toBe(200);
  });
});

async function credentials(userId: string) {
  const { rows } = await world.registry.pool.query(
    `SELECT u.name, u.email, p.hash, p.changed_at FROM "user" u JOIN password p ON p.user_id = u.id WHERE u.id = $1`,
    [userId],
  );
  return rows;
}
