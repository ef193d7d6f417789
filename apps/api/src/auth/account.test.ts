import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuthWorld, bearer, PASSWORD } from '../../testing/auth-world.ts';
import type { TestPerson } from '../../testing/people.ts';

let world: AuthWorld;
beforeAll(async () => {
  world = await AuthWorld.open();
});
afterAll(() => world.close());

const account = '/api/v1/account';
const read = (person: Pick<TestPerson, 'headers'>) => world.send('GET', account, { headers: person.headers });

async function device(userId: string) {
  const deviceId = randomUUID();
  await world.registry.pool.query(
    `INSERT INTO device (id, user_id, kind, name, os, app_version) VALUES ($1, $2, 'desktop', 'Laptop', 'Linux', '1.0.0')`,
    [deviceId, userId],
  );
  return { deviceId, ...(await world.registry.session(userId, { kind: 'desktop', deviceId })) };
}

describe('one’s own account', () => {
  test('shows memberships with what is due, and until when sensitive changes are open', async () => {
    const person = await world.personWithPassword();
    const organization = await world.registry.organization();
    await world.registry.member(organization, person, 'admin');
    const shown = (await read(person)).body;
    expect(shown).toMatchObject({
      id: person.userId,
      email: person.email,
      hasPassword: true,
      pendingEmail: null,
      memberships: [
        {
          organization: { id: organization.id, slug: organization.slug },
          role: 'admin',
          secondFactorPolicy: 'administrators',
        },
      ],
    });
    const due = Date.parse(
      (shown.memberships as { secondFactorDueAt: string }[])[0]?.secondFactorDueAt ?? '',
    );
    expect(due).toBe(world.clock.now + 7 * 86_400_000);
    expect(shown.session).toMatchObject({ id: person.sessionId, isRecentUntil: expect.any(String) });
    world.clock.now += 6 * 60_000;
    expect((await read(person)).body.session).toMatchObject({ isRecentUntil: null });
  });

  test('the name can be changed, to plain text only', async () => {
    const person = await world.registry.person();
    const rename = (name: string) =>
      world.send('PATCH', account, { headers: person.headers, body: { name } });
    expect((await rename('  Zoë Zett  ')).body).toEqual({ isDone: true });
    expect((await read(person)).body.name).toBe('Zoë Zett');
    for (const name of ['', ' ', 'a\u202eb', 'a\nb', 'x'.repeat(101)]) {
      expect(await rename(name)).toMatchObject({ status: 400, body: { field: 'body.name' } });
    }
  });
});

describe('changing the password', () => {
  const change = (person: Pick<TestPerson, 'headers'>, body: object) =>
    world.post('/api/v1/account/password', body, { headers: person.headers });
  const NEW_PASSWORD = 'nine loud cities at dawn';

  test('it asks for the present one, ends the other sessions, and mails', async () => {
    const person = await world.personWithPassword();
    const other = await world.tokens(person.email);
    const wrong = { currentPassword: 'not it at all', password: NEW_PASSWORD };
    expect(await change(person, wrong)).toMatchObject({
      status: 400,
      body: { field: 'body.currentPassword' },
    });
    expect(await change(person, { password: NEW_PASSWORD })).toMatchObject({ status: 400 });
    expect((await change(person, { currentPassword: PASSWORD, password: NEW_PASSWORD })).status).toBe(200);
    expect((await read(person)).status).toBe(200);
    expect((await world.send('GET', account, { headers: bearer(other.accessToken) })).status).toBe(401);
    expect((await world.signIn(person.email, PASSWORD)).status).toBe(401);
    expect((await world.signIn(person.email, NEW_PASSWORD)).status).toBe(200);
    expect((await world.mails(person.email)).map(({ subject }) => subject)).toEqual([
      'Your password for DevPulse was changed',
    ]);
  });

  test('a person without one sets the first', async () => {
    const person = await world.registry.person();
    expect((await change(person, { password: NEW_PASSWORD })).status).toBe(200);
    expect((await world.signIn(person.email, NEW_PASSWORD)).status).toBe(200);
  });

  test('the present one cannot be guessed at through a session that was taken over', async () => {
    const person = await world.personWithPassword();
    const statuses = [];
    for (let n = 0; n < 7; n += 1) {
      statuses.push((await change(person, { currentPassword: `guess ${n}`, password: NEW_PASSWORD })).status);
    }
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429, 429]);
  });
});

describe('sessions and devices', () => {
  test('the list shows live ones, the one that asks first, and one can be ended', async () => {
    const person = await world.personWithPassword();
    const other = await world.tokens(person.email);
    const laptop = await device(person.userId);
    const list = async () =>
      (await world.send('GET', `${account}/sessions`, { headers: person.headers })).body.items;
    const items = (await list()) as Record<string, unknown>[];
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({ id: person.sessionId, isCurrent: true, deviceName: null, kind: 'web' });
    expect(items.find(({ id }) => id === laptop.sessionId)).toMatchObject({
      kind: 'desktop',
      deviceName: 'Laptop',
    });
    const end = (id: string) =>
      world.send('DELETE', `${account}/sessions/${id}`, { headers: person.headers });
    expect((await end(other.sessionId)).body).toEqual({ isDone: true });
    expect((await world.send('GET', account, { headers: bearer(other.accessToken) })).status).toBe(401);
    expect((await end(laptop.sessionId)).status).toBe(200);
    expect(await list()).toHaveLength(1);
    const devices = await world.send('GET', `${account}/devices`, { headers: person.headers });
    expect(devices.body.items).toEqual([]);
  });

  test('unknown, ended and foreign ids are the same 404, and change nothing', async () => {
    const [person, stranger] = [await world.registry.person(), await world.registry.person()];
    const theirs = await device(stranger.userId);
    const ended = await world.registry.session(person.userId);
    const end = (path: string) => world.send('DELETE', `${account}/${path}`, { headers: person.headers });
    await end(`sessions/${ended.sessionId}`);
    for (const [kind, ids] of [
      ['sessions', [theirs.sessionId, stranger.sessionId, ended.sessionId, randomUUID()]],
      ['devices', [theirs.deviceId, randomUUID()]],
    ] as const) {
      const answers = [];
      for (const id of ids) answers.push(await end(`${kind}/${id}`));
      expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 404));
      expect(new Set(answers.map(({ body }) => JSON.stringify({ ...body, requestId: null }))).size).toBe(1);
    }
    expect((await read(stranger)).status).toBe(200);
    expect((await read(theirs)).status).toBe(200);
  });

  test('a device is unlinked with its session', async () => {
    const person = await world.registry.person();
    const laptop = await device(person.userId);
    const devices = await world.send('GET', `${account}/devices`, { headers: laptop.headers });
    expect(devices.body.items).toMatchObject([
      {
        id: laptop.deviceId,
        name: 'Laptop',
        kind: 'desktop',
        os: 'Linux',
        appVersion: '1.0.0',
        isCurrent: true,
      },
    ]);
    const unlink = () =>
      world.send('DELETE', `${account}/devices/${laptop.deviceId}`, { headers: person.headers });
    expect((await unlink()).status).toBe(200);
    expect((await read(laptop)).status).toBe(401);
    expect((await unlink()).status).toBe(404);
    expect((await read(person)).status).toBe(200);
  });

  test('all others can be ended at once', async () => {
    const person = await world.personWithPassword();
    const others = [await world.tokens(person.email), await world.tokens(person.email)];
    const answer = await world.send('DELETE', `${account}/sessions`, { headers: person.headers });
    expect(answer.body).toEqual({ ended: 2 });
    for (const { accessToken } of others) {
      expect((await world.send('GET', account, { headers: bearer(accessToken) })).status).toBe(401);
    }
    expect((await read(person)).status).toBe(200);
  });
});

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
    await device(userId);
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
