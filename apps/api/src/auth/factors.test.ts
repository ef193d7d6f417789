import {
  confirmTotp,
  listFactors,
  removeTotp,
  renewRecoveryCodes,
  startTotp,
} from '@devpulse/contracts/account/factors';
import { reauthenticate, signInWithFactor } from '@devpulse/contracts/auth/sign-in';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthStage, openAuthStage, PASSWORD } from '../../testing/auth-stage.ts';
import type { TestPerson } from '../../testing/people.ts';

const MINUTE = 60_000;
const STEP = 30_000;

let stage: AuthStage;
beforeAll(async () => {
  stage = await openAuthStage();
});
afterAll(() => stage?.close());

const codeAt = (secret: string, instant: number) =>
  generateSync({ secret, epoch: Math.floor(instant / 1000) });

/** A person with a password and an authenticator app, one step after its first code. */
async function personWithTotp(): Promise<{ person: TestPerson; secret: string; recoveryCodes: string[] }> {
  const person = await stage.personWithPassword();
  const { secret } = (await stage.call(startTotp, { as: person })).body;
  const confirmed = await stage.call(confirmTotp, {
    as: person,
    body: { code: codeAt(secret, stage.now()) },
  });
  expect(confirmed.status).toBe(200);
  stage.advance(STEP);
  return { person, secret, recoveryCodes: confirmed.body.recoveryCodes };
}

async function challengeOf(person: TestPerson): Promise<string> {
  const { session, challenge } = await stage.signIn(person);
  expect(session).toBeNull();
  return challenge?.token ?? '';
}

const give = (challenge: string, code: string) => stage.call(signInWithFactor, { body: { challenge, code } });

test('an authenticator app is set up, asked for, and removed; each is told by mail and in the log', async () => {
  const { person, secret, recoveryCodes } = await personWithTotp();
  expect(recoveryCodes).toHaveLength(10);
  expect(new Set(recoveryCodes).size).toBe(10);
  for (const code of recoveryCodes)
    expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){4}[0-9a-hjkmnp-tv-z]{5}$/);

  const { challenge } = await stage.signIn(person);
  expect(challenge?.methods).toEqual(['totp', 'recovery_code']);
  const passed = await give(challenge?.token ?? '', codeAt(secret, stage.now()));
  expect(passed.status).toBe(200);
  expect(passed.body.session?.accessToken).toEqual(expect.any(String));

  expect((await stage.call(listFactors, { as: person })).body).toMatchObject({
    hasPassword: true,
    totp: { confirmedAt: expect.any(String) },
    recoveryCodesLeft: 10,
  });
  expect((await stage.call(removeTotp, { as: person })).status).toBe(200);
  expect((await stage.call(removeTotp, { as: person })).status).toBe(404);
  const after = (await stage.call(listFactors, { as: person })).body;
  expect(after).toMatchObject({ totp: null, recoveryCodesLeft: 0 });
  expect((await stage.signIn(person)).session).not.toBeNull();

  const subjects = (await stage.mailsTo(person.email)).map(({ subject }) => subject);
  expect(subjects).toEqual(['An authenticator app was set up', 'The authenticator app was removed']);
  expect(await stage.logOf(person.userId)).toEqual(expect.arrayContaining(['totp.added', 'totp.removed']));
});

test('the address for apps names issuer and account; the secret is sealed for this person alone', async () => {
  const person = await stage.personWithPassword();
  const { secret, uri } = (await stage.call(startTotp, { as: person })).body;
  const url = new URL(uri);
  expect(url.protocol).toBe('otpauth:');
  expect(url.searchParams.get('issuer')).toBe('DevPulse');
  expect(url.searchParams.get('secret')).toBe(secret);
  expect(decodeURIComponent(url.pathname)).toContain(person.email);
  const { rows } = await stage.registry.pool.query('SELECT secret_encrypted FROM totp WHERE user_id = $1', [
    person.userId,
  ]);
  expect(stage.vault.unseal(rows[0].secret_encrypted, `totp:${person.userId}`)).toBe(secret);
  expect(() => stage.vault.unseal(rows[0].secret_encrypted, 'totp:somebody-else')).toThrow();
});

test('a secret counts once a code of it was given; a second app needs the first one removed', async () => {
  const person = await stage.personWithPassword();
  await stage.call(startTotp, { as: person });
  expect((await stage.signIn(person)).session).not.toBeNull();
  const wrong = await stage.call(confirmTotp, { as: person, body: { code: '000000' } });
  expect(wrong).toMatchObject({ status: 400, body: { field: 'body.code' } });
  const { secret } = (await stage.call(startTotp, { as: person })).body;
  const body = { code: codeAt(secret, stage.now()) };
  expect((await stage.call(confirmTotp, { as: person, body })).status).toBe(200);
  expect((await stage.call(confirmTotp, { as: person, body })).status).toBe(409);
  expect((await stage.call(startTotp, { as: person })).status).toBe(409);
});

test('a code is good once, also for another sign-in, and its confirmation was its use', async () => {
  const { person, secret } = await personWithTotp();
  const first = await challengeOf(person);
  const second = await challengeOf(person);
  const code = codeAt(secret, stage.now());
  expect((await give(first, code)).status).toBe(200);
  expect((await give(second, code)).status).toBe(401);
  expect((await give(first, code)).status).toBe(401);
  stage.advance(STEP);
  expect((await give(second, codeAt(secret, stage.now()))).status).toBe(200);
});

test('the code that set the app up is used up by that', async () => {
  const { person, secret } = await personWithTotp();
  const challenge = await challengeOf(person);
  stage.advance(-STEP);
  expect((await give(challenge, codeAt(secret, stage.now()))).status).toBe(401);
  stage.advance(STEP);
});

test('of one code given many times at once, one is let in', async () => {
  const { person, secret } = await personWithTotp();
  const challenges = await Promise.all([1, 2, 3, 4].map(() => challengeOf(person)));
  const code = codeAt(secret, stage.now());
  const answers = await Promise.all(challenges.map((challenge) => give(challenge, code)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('only the server’s clock counts, and a code is good in its own 30 seconds alone', async () => {
  const { person, secret } = await personWithTotp();
  const challenge = await challengeOf(person);
  expect((await give(challenge, codeAt(secret, stage.now() - STEP))).status).toBe(401);
  expect((await give(challenge, codeAt(secret, stage.now() + STEP))).status).toBe(401);
  expect((await give(challenge, codeAt(secret, stage.now()))).status).toBe(200);
});

test('five wrong codes in five minutes close the door for the account, whatever the challenge or the address', async () => {
  const { person, secret } = await personWithTotp();
  const challenges = await Promise.all([1, 2].map(() => challengeOf(person)));
  for (let turn = 0; turn < 5; turn += 1) {
    const challenge = challenges[turn % 2] ?? '';
    const from = `10.0.0.${turn}`;
    expect((await stage.call(signInWithFactor, { body: { challenge, code: '000000' }, from })).status).toBe(
      401,
    );
  }
  const right = codeAt(secret, stage.now());
  expect((await give(challenges[0] ?? '', right)).status).toBe(429);
  stage.advance(5 * MINUTE);
  expect((await give(challenges[0] ?? '', codeAt(secret, stage.now()))).status).toBe(200);
});

test('a burst of 40 guesses at once is looked at five times', async () => {
  const { person } = await personWithTotp();
  const challenge = await challengeOf(person);
  const guesses = Array.from({ length: 40 }, (_, index) => give(challenge, String(100_000 + index)));
  const statuses = (await Promise.all(guesses)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  expect(statuses.filter((status) => status === 429)).toHaveLength(35);
});

test('a recovery code is good once, however it is typed, and new ones void the old ones', async () => {
  const { person, recoveryCodes } = await personWithTotp();
  const [first = '', second = ''] = recoveryCodes;
  expect((await give(await challengeOf(person), first.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
  expect((await give(await challengeOf(person), first)).status).toBe(401);
  expect((await stage.call(listFactors, { as: person })).body.recoveryCodesLeft).toBe(9);
  const used = (await stage.mailsTo(person.email)).find(({ subject }) =>
    /recovery code of yours/.test(subject),
  );
  expect(used?.text).toContain('9 are left');
  expect(JSON.stringify(await stage.mailsTo(person.email))).not.toContain(first);

  const renewed = await stage.call(renewRecoveryCodes, { as: person });
  expect(renewed.body.recoveryCodes).toHaveLength(10);
  expect((await give(await challengeOf(person), second)).status).toBe(401);
  expect((await give(await challengeOf(person), renewed.body.recoveryCodes[0] ?? '')).status).toBe(200);
});

test('of one recovery code given many times at once, one is let in', async () => {
  const { person, recoveryCodes } = await personWithTotp();
  const challenges = await Promise.all([1, 2, 3, 4].map(() => challengeOf(person)));
  const answers = await Promise.all(challenges.map((challenge) => give(challenge, recoveryCodes[0] ?? '')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
});

test('the recovery code of somebody else is worth nothing', async () => {
  const [one, other] = [await personWithTotp(), await personWithTotp()];
  expect((await give(await challengeOf(one.person), other.recoveryCodes[0] ?? '')).status).toBe(401);
});

test('recovery codes stand in for a factor; without one there are none', async () => {
  const person = await stage.personWithPassword();
  expect((await stage.call(renewRecoveryCodes, { as: person })).status).toBe(409);
});

test('what changes factors asks for a factor given within five minutes', async () => {
  const person = await stage.personWithPassword();
  const stale = await stage.registry.session(person.userId, {
    authenticatedAt: new Date(stage.now() - 6 * MINUTE),
  });
  for (const route of [startTotp, removeTotp, renewRecoveryCodes]) {
    expect((await stage.call(route, { as: stale })).body.code).toBe('reauthentication_required');
  }
  const again = await stage.call(reauthenticate, { as: stale, body: { password: PASSWORD } });
  expect(again.status).toBe(200);
  expect((await stage.call(startTotp, { as: stale })).status).toBe(200);
});

test('a factor is given again by password, code or recovery code: exactly one, and a wrong one leaves the session as it is', async () => {
  const { person, secret, recoveryCodes } = await personWithTotp();
  const ask = (body: object) => stage.call(reauthenticate, { as: person, body });
  expect((await ask({})).status).toBe(400);
  expect((await ask({ password: PASSWORD, code: '123456' })).status).toBe(400);
  expect(await ask({ password: 'not this one' })).toMatchObject({
    status: 403,
    body: { field: 'body.password' },
  });
  expect(await ask({ code: '000000' })).toMatchObject({ status: 403, body: { field: 'body.code' } });
  expect((await stage.call(listFactors, { as: person })).status).toBe(200);
  for (const body of [
    { code: codeAt(secret, stage.now()) },
    { code: recoveryCodes[3] },
    { password: PASSWORD },
  ]) {
    expect((await ask(body)).status).toBe(200);
  }
  expect((await ask({ code: recoveryCodes[3] })).status).toBe(403);
});

test('guesses of the factor that is given again are counted with those at the sign-in', async () => {
  const { person, secret } = await personWithTotp();
  const challenge = await challengeOf(person);
  for (const body of [{ password: 'a' }, { code: '000000' }, { password: 'b' }]) {
    expect((await stage.call(reauthenticate, { as: person, body })).status).toBe(403);
  }
  for (let turn = 0; turn < 2; turn += 1) expect((await give(challenge, '000000')).status).toBe(401);
  const body = { code: codeAt(secret, stage.now()) };
  expect((await stage.call(reauthenticate, { as: person, body })).status).toBe(429);
});

test('a person with nothing of their own is told to sign in anew', async () => {
  const person = await stage.registry.person();
  const { status, body } = await stage.call(reauthenticate, { as: person, body: { password: 'any' } });
  expect(status).toBe(403);
  expect(body.remedy).toMatch(/^Sign out and sign in again/);
});

test('no secret and no code is in a log line', async () => {
  const { person, secret, recoveryCodes } = await personWithTotp();
  await give(await challengeOf(person), recoveryCodes[0] ?? '');
  const lines = stage.api.logLines.join('\n');
  for (const text of [secret, ...recoveryCodes, PASSWORD]) expect(lines).not.toContain(text);
});
