import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuthWorld, bearer, PASSWORD } from '../../testing/auth-world.ts';

let world: AuthWorld;
beforeAll(async () => {
  world = await AuthWorld.open();
});
afterAll(() => world.close());

const account = '/api/v1/account';

describe('signing in and out', () => {
  test('a right password begins a session of its own, and the audit says so', async () => {
    const person = await world.personWithPassword();
    const session = await world.tokens(person.email.toUpperCase());
    const read = await world.send('GET', account, { headers: bearer(session.accessToken) });
    expect(read.body).toMatchObject({
      id: person.userId,
      email: person.email,
      hasPassword: true,
      session: { id: session.sessionId },
    });
    expect(session.accessToken).not.toContain(person.userId);
    const begun = await world.count('audit_entry', `action = 'session.begun' AND subject_user_id = $1`, [
      person.userId,
    ]);
    expect(begun).toBe(1);
  });

  test('what a caller brings along never becomes a session (C18)', async () => {
    const person = await world.personWithPassword();
    const planted = await world.tokens(person.email);
    const answer = await world.signIn(person.email, PASSWORD, {
      headers: {
        cookie: `__Host-dp_rt=${planted.refreshToken}; sid=${planted.sessionId}`,
        authorization: `Bearer ${planted.accessToken}`,
        'x-session-id': planted.sessionId,
      },
    });
    const { session } = answer.body as { session: typeof planted };
    expect(session.sessionId).not.toBe(planted.sessionId);
    expect(session.refreshToken).not.toBe(planted.refreshToken);
    const asked = await world.post('/api/v1/auth/sign-in', {
      email: person.email,
      password: PASSWORD,
      sessionId: planted.sessionId,
    });
    expect(asked).toMatchObject({ status: 400, body: { field: 'body.sessionId' } });
  });

  test('after signing out neither token works (C18)', async () => {
    const person = await world.personWithPassword();
    const session = await world.tokens(person.email);
    const other = await world.tokens(person.email);
    const headers = bearer(session.accessToken);
    expect((await world.send('GET', account, { headers })).status).toBe(200);
    expect((await world.post('/api/v1/auth/sign-out', {}, { headers })).body).toEqual({ isDone: true });
    const after = await world.send('GET', account, { headers });
    expect(after).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    const refreshed = await world.post('/api/v1/auth/refresh', { refreshToken: session.refreshToken });
    expect(refreshed).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    expect((await world.send('GET', account, { headers: bearer(other.accessToken) })).status).toBe(200);
  });

  test('a cookie alone is nobody', async () => {
    const person = await world.personWithPassword();
    const session = await world.tokens(person.email);
    const headers = { cookie: `__Host-dp_rt=${session.refreshToken}; authorization=${session.accessToken}` };
    expect((await world.send('GET', account, { headers })).status).toBe(401);
  });

  test('no line of the log holds a password, a token or an address', async () => {
    const person = await world.personWithPassword();
    const session = await world.tokens(person.email);
    const refreshed = await world.post('/api/v1/auth/refresh', { refreshToken: session.refreshToken });
    await world.post('/api/v1/auth/refresh', { refreshToken: `${session.refreshToken.slice(0, -2)}xx` });
    await world.signIn(person.email, 'a wrong password');
    await world.settle();
    const log = world.api.logLines.join('\n');
    const secrets = [PASSWORD, 'a wrong password', person.email, session.accessToken, session.refreshToken];
    expect(world.api.logLines.length).toBeGreaterThan(0);
    expect(
      [...secrets, String(refreshed.body.refreshToken)].filter((secret) => log.includes(secret)),
    ).toEqual([]);
  });

  test('of more than ten sessions the oldest ends', async () => {
    const person = await world.personWithPassword();
    const all: { accessToken: string }[] = [];
    for (let n = 0; n < 11; n += 1) {
      world.clock.now += 1_000;
      all.push(await world.tokens(person.email));
    }
    world.clock.now += 3_000;
    const statuses = [];
    for (const { accessToken } of all) {
      statuses.push((await world.send('GET', account, { headers: bearer(accessToken) })).status);
    }
    // The session that the registry made is the first of the twelve.
    expect(statuses).toEqual([401, ...Array.from({ length: 10 }, () => 200)]);
  });
});

describe('a second factor', () => {
  test('a person with a confirmed authenticator app gets a challenge and no session', async () => {
    const person = await world.personWithPassword();
    await world.registry.pool.query(
      `INSERT INTO totp (user_id, secret_encrypted, confirmed_at) VALUES ($1, 'x', now())`,
      [person.userId],
    );
    const before = await world.count('session', 'user_id = $1', [person.userId]);
    const answer = await world.signIn(person.email);
    expect(answer).toMatchObject({ status: 200, body: { session: null, challenge: { methods: ['totp'] } } });
    expect(await world.count('session', 'user_id = $1', [person.userId])).toBe(before);
  });

  test('an authenticator app that was never confirmed asks nothing', async () => {
    const person = await world.personWithPassword();
    await world.registry.pool.query(`INSERT INTO totp (user_id, secret_encrypted) VALUES ($1, 'x')`, [
      person.userId,
    ]);
    expect((await world.signIn(person.email)).body).toMatchObject({ challenge: null });
  });
});
