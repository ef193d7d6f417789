import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuthWorld, bearer, PASSWORD } from '../../testing/auth-world.ts';

let world: AuthWorld;
beforeAll(async () => {
  world = await AuthWorld.open();
});
afterAll(() => world.close());

const NEW_PASSWORD = 'nine loud cities at dawn';
let asked = 0;
/** Each from an address of its own, so that no limit bites. */
const ask = (email: string) => {
  asked += 1;
  world.clock.now += 10;
  return world.post('/api/v1/auth/password/forgotten', { email }, { from: `203.0.113.${asked}` });
};
const reset = (token: string, password = NEW_PASSWORD) => {
  world.clock.now += 10;
  return world.post('/api/v1/auth/password/reset', { token, password });
};
const verify = (token: string) => {
  world.clock.now += 10;
  return world.post('/api/v1/auth/email/verify', { token });
};
const account = async (accessToken: string) =>
  world.send('GET', '/api/v1/account', { headers: bearer(accessToken) });

describe('choosing a new password by mail', () => {
  test('the link sets it once and ends every session', async () => {
    const person = await world.personWithPassword();
    const session = await world.tokens(person.email);
    expect(await ask(person.email)).toMatchObject({ status: 200, body: { isDone: true } });
    const token = await world.linkToken(person.email);
    expect((await reset(token)).body).toEqual({ isDone: true });
    expect((await account(session.accessToken)).status).toBe(401);
    expect((await world.send('GET', '/api/v1/account', { headers: person.headers })).status).toBe(401);
    expect((await world.signIn(person.email, PASSWORD)).status).toBe(401);
    expect((await world.signIn(person.email, NEW_PASSWORD)).status).toBe(200);
    expect(await reset(token)).toMatchObject({ status: 404, body: { field: 'body.token' } });
    const subjects = (await world.mails(person.email)).map(({ subject }) => subject);
    expect(subjects).toEqual([
      'Choose a new password for DevPulse',
      'Your password for DevPulse was changed',
    ]);
    const audited = await world.count('audit_entry', `action = 'password.reset' AND subject_user_id = $1`, [
      person.userId,
    ]);
    expect(audited).toBe(1);
  });

  test('used at once from two places, it counts once', async () => {
    const person = await world.personWithPassword();
    await ask(person.email);
    const token = await world.linkToken(person.email);
    const answers = await Promise.all([reset(token), reset(token, 'four green rivers in may')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404]);
  });

  test('links that are over, replaced, of a disabled person or of another kind are one answer', async () => {
    const [late, twice, disabled, changing] = [
      await world.personWithPassword(),
      await world.personWithPassword(),
      await world.personWithPassword(),
      await world.personWithPassword(),
    ];
    await ask(twice.email);
    const replaced = await world.linkToken(twice.email);
    await ask(twice.email);
    expect(await world.linkToken(twice.email)).not.toBe(replaced);
    await ask(disabled.email);
    const ofDisabled = await world.linkToken(disabled.email);
    await world.registry.pool.query('UPDATE "user" SET disabled_at = now() WHERE id = $1', [disabled.userId]);
    await ask(disabled.email);
    expect(await world.mails(disabled.email)).toHaveLength(1);
    const wanted = `wanted-${changing.userId.slice(0, 8)}@example.com`;
    await world.post('/api/v1/account/email', { email: wanted }, { headers: changing.headers });
    const ofAddress = await world.linkToken(wanted);
    await ask(late.email);
    const over = await world.linkToken(late.email);
    world.clock.now += 30 * 60_000;
    const bodies = [];
    for (const token of [over, replaced, ofDisabled, ofAddress, 'x'.repeat(43)]) {
      const answer = await reset(token);
      expect(answer.status).toBe(404);
      bodies.push(JSON.stringify({ ...answer.body, requestId: null }));
    }
    expect(new Set(bodies).size).toBe(1);
  });

  test('it proves the address, and ends ways in that were made before it was proved', async () => {
    const person = await world.personWithPassword();
    await world.registry.pool.query('UPDATE "user" SET email_verified_at = NULL WHERE id = $1', [
      person.userId,
    ]);
    await world.registry.pool.query(
      `INSERT INTO identity (id, user_id, provider, issuer, subject, label)
       VALUES (gen_random_uuid(), $1, 'sso', 'https://idp.example', $2, 'somebody')`,
      [person.userId, person.userId],
    );
    await ask(person.email);
    expect((await reset(await world.linkToken(person.email))).status).toBe(200);
    const session = await world.tokens(person.email, NEW_PASSWORD);
    expect((await account(session.accessToken)).body).toMatchObject({ isEmailVerified: true });
    expect(await world.count('identity', 'user_id = $1', [person.userId])).toBe(0);
  });

  test.each([
    ['among the most common', 'iloveyou1'],
    ['in other letters', 'PassWord1'],
    ['the product', 'DevPulse2026!'],
  ])('a password that is %s is refused, and the link stays good', async (_, password) => {
    const person = await world.personWithPassword();
    await ask(person.email);
    const token = await world.linkToken(person.email);
    expect(await reset(token, password)).toMatchObject({
      status: 400,
      body: { field: 'body.password', remedy: expect.stringContaining('Choose another') },
    });
    expect((await reset(token)).status).toBe(200);
  });

  test('so are one’s own name and address; kinds of characters are nobody’s business', async () => {
    const person = await world.personWithPassword();
    await world.registry.pool.query(`UPDATE "user" SET name = 'Margarethe Vonderau' WHERE id = $1`, [
      person.userId,
    ]);
    await ask(person.email);
    const token = await world.linkToken(person.email);
    for (const password of ['Margarethe1', 'margarethevonderau', 'Vonderau!!', person.email, 'short']) {
      expect(await reset(token, password)).toMatchObject({ status: 400, body: { field: 'body.password' } });
    }
    expect((await reset(token, 'aaaaaaaaaaaabbbbbbbbbbbbb')).status).toBe(200);
  });
});

describe('changing the address', () => {
  const change = (person: { headers: { authorization: string } }, email: string) =>
    world.post(
      '/api/v1/account/email',
      { email },
      { headers: person.headers, from: `198.51.100.${++asked}` },
    );

  test('it changes when the mailed link is opened, and the old address is told', async () => {
    const person = await world.personWithPassword();
    const wanted = `new-${person.userId.slice(0, 8)}@example.com`;
    expect((await change(person, wanted.toUpperCase())).body).toEqual({ isDone: true });
    const waiting = await world.send('GET', '/api/v1/account', { headers: person.headers });
    expect(waiting.body).toMatchObject({ email: person.email, pendingEmail: wanted });
    const token = await world.linkToken(wanted);
    expect((await verify(token)).body).toEqual({ email: wanted });
    const changed = await world.send('GET', '/api/v1/account', { headers: person.headers });
    expect(changed.body).toMatchObject({ email: wanted, pendingEmail: null, isEmailVerified: true });
    expect((await world.mails(person.email)).map(({ subject }) => subject)).toEqual([
      'A new address for your DevPulse account was asked for',
      'The address of your DevPulse account was changed',
    ]);
    expect((await verify(token)).status).toBe(404);
    expect((await world.signIn(person.email)).status).toBe(401);
    expect((await world.signIn(wanted)).status).toBe(200);
  });

  test('nobody learns whether an address is taken, and nobody gets it', async () => {
    const [person, other] = [await world.personWithPassword(), await world.personWithPassword()];
    const free = `free-${person.userId.slice(0, 8)}@example.com`;
    const [taken, untaken] = [await change(person, other.email), await change(person, free)];
    expect(taken.body).toEqual(untaken.body);
    expect(taken.status).toBe(untaken.status);
    expect((await world.mails(other.email)).map(({ subject }) => subject)).toEqual([
      'Somebody gave your address to DevPulse',
    ]);
    expect(await world.linkToken(other.email)).toBe('');
  });

  test('an address that somebody took in the meantime is a link that is over; of two at once one gets it', async () => {
    const [a, b] = [await world.personWithPassword(), await world.personWithPassword()];
    const wanted = `both-${a.userId.slice(0, 8)}@example.com`;
    await change(a, wanted);
    const first = await world.linkToken(wanted);
    world.clock.now += 1_000;
    await change(b, wanted);
    const second = await world.linkToken(wanted);
    expect(first).not.toBe(second);
    const answers = await Promise.all([verify(first), verify(second)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 404]);
    expect(await world.count('user', 'email = $1', [wanted])).toBe(1);
  });

  test('it asks for a factor given just now, and an address that is not one’s own already', async () => {
    const person = await world.personWithPassword();
    expect(await change(person, person.email)).toMatchObject({ status: 400, body: { field: 'body.email' } });
    world.clock.now += 6 * 60_000;
    expect(await change(person, 'x@example.com')).toMatchObject({
      status: 403,
      body: { code: 'reauthentication_required' },
    });
  });

  test('an address that is not verified yet is verified by asking for it again', async () => {
    const person = await world.personWithPassword();
    await world.registry.pool.query('UPDATE "user" SET email_verified_at = NULL WHERE id = $1', [
      person.userId,
    ]);
    expect((await change(person, person.email)).status).toBe(200);
    expect((await verify(await world.linkToken(person.email))).body).toEqual({ email: person.email });
    expect(await world.count('user', 'id = $1 AND email_verified_at IS NOT NULL', [person.userId])).toBe(1);
  });
});
