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
    const laptop = await world.device(person.userId);
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
    const theirs = await world.device(stranger.userId);
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
    const laptop = await world.device(person.userId);
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
