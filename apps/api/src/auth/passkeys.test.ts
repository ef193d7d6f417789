import { generateKeyPairSync } from 'node:crypto';
import { addPasskey, listFactors, removePasskey, startPasskey } from '@devpulse/contracts/account/factors';
import { getInstance } from '@devpulse/contracts/auth/set-up';
import { reauthenticate, signInWithPasskey, startPasskeySignIn } from '@devpulse/contracts/auth/sign-in';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthStage, openAuthStage } from '../../testing/auth-stage.ts';
import type { TestPerson } from '../../testing/people.ts';
import { type AnswerOptions, SoftwareAuthenticator } from '../../testing/software-authenticator.ts';
import { relyingPartyOf } from './passkeys/relying-party.ts';

const MINUTE = 60_000;
const ORIGIN = 'https://devpulse.example.com';

let stage: AuthStage;
beforeAll(async () => {
  stage = await openAuthStage({ environment: { PUBLIC_URL: ORIGIN } });
});
afterAll(() => stage?.close());

type Keyed = { person: TestPerson; passkey: SoftwareAuthenticator; id: string };

async function addTo(person: TestPerson, options: AnswerOptions = {}) {
  const passkey = new SoftwareAuthenticator({ origin: ORIGIN });
  const { flow, options: asked } = (await stage.call(startPasskey, { as: person })).body;
  const body = { flow, name: 'Laptop', credential: passkey.register(asked, options) };
  return { passkey, body, answer: await stage.call(addPasskey, { as: person, body }) };
}

async function personWithPasskey(): Promise<Keyed> {
  const person = await stage.personWithPassword();
  const { passkey, answer } = await addTo(person);
  expect(answer.status).toBe(200);
  return { person, passkey, id: answer.body.id };
}

async function ask(challenge?: string) {
  const body = challenge === undefined ? {} : { challenge };
  return (await stage.call(startPasskeySignIn, { body })).body;
}

const finish = (flow: string, credential: object) =>
  stage.call(signInWithPasskey, { body: { flow, credential } });

async function signInWith({ passkey }: Keyed, options: AnswerOptions = {}) {
  const { flow, options: asked } = await ask();
  return finish(flow, passkey.answer(asked, options));
}

test('a passkey is added, signs its person in without a name or a password, and is removed', async () => {
  const keyed = await personWithPasskey();
  const { flow, options } = await ask();
  expect(options).toMatchObject({ rpId: 'devpulse.example.com', userVerification: 'required' });
  const answer = await finish(flow, keyed.passkey.answer(options));
  expect(answer.status).toBe(200);
  expect(answer.body.challenge).toBeNull();
  const headers = { authorization: `Bearer ${answer.body.session?.accessToken}` };
  const listed = (await stage.call(listFactors, { as: { headers } })).body;
  expect(listed.passkeys).toMatchObject([{ id: keyed.id, name: 'Laptop', lastUsedAt: expect.any(String) }]);

  const params = { passkey: keyed.id };
  const stranger = await stage.registry.person();
  expect((await stage.call(removePasskey, { as: stranger, params })).status).toBe(404);
  expect((await stage.call(removePasskey, { as: keyed.person, params })).status).toBe(200);
  expect((await signInWith(keyed)).status).toBe(401);
  const subjects = (await stage.mailsTo(keyed.person.email)).map(({ subject }) => subject);
  expect(subjects).toEqual(['A passkey was added', 'A passkey was removed']);
});

test('what is asked for: findable without a name, with user verification, and nothing known is asked twice', async () => {
  const { person, passkey } = await personWithPasskey();
  const { options } = (await stage.call(startPasskey, { as: person })).body;
  expect(options).toMatchObject({
    rp: { id: 'devpulse.example.com' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: [{ id: passkey.id }],
  });
  const handle = Buffer.from((options.user as { id: string }).id, 'base64url').toString('hex');
  expect(handle).toBe(person.userId.replaceAll('-', ''));
});

const WRONG_REGISTRATIONS: Record<string, AnswerOptions> = {
  'from another origin': { origin: 'https://devpulse.example.com.evil.example' },
  'over plain http': { origin: 'http://devpulse.example.com' },
  'for another host': { rpId: 'evil.example' },
  'without user verification': { isUserVerified: false },
  'of another challenge': { challenge: 'c29tZXRoaW5nIGVsc2U' },
  'of another kind': { type: 'webauthn.get' },
};

test.each(Object.entries(WRONG_REGISTRATIONS))('a passkey %s is not added', async (_name, options) => {
  const person = await stage.registry.person();
  const { answer } = await addTo(person, options);
  expect(answer).toMatchObject({ status: 400, body: { field: 'body.credential' } });
  expect((await stage.call(listFactors, { as: person })).body.passkeys).toEqual([]);
});

const WRONG_ANSWERS: Record<string, AnswerOptions> = {
  'from another origin': { origin: 'https://evil.example' },
  'for another host': { rpId: 'evil.example' },
  'without user verification': { isUserVerified: false },
  'of another challenge': { challenge: 'c29tZXRoaW5nIGVsc2U' },
  'of another kind': { type: 'webauthn.create' },
  'signed with another key': { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey },
  'for another person': { userHandle: Buffer.alloc(16, 7).toString('base64url') },
};

test.each(Object.entries(WRONG_ANSWERS))('an answer %s signs nobody in', async (_name, options) => {
  const keyed = await personWithPasskey();
  expect((await signInWith(keyed, options)).status).toBe(401);
  expect((await signInWith(keyed)).status).toBe(200);
});

test('a counter that does not grow is refused: the key was copied', async () => {
  const keyed = await personWithPasskey();
  expect((await signInWith(keyed, { counter: 20 })).status).toBe(200);
  expect((await signInWith(keyed, { counter: 19 })).status).toBe(401);
  expect((await signInWith(keyed, { counter: 20 })).status).toBe(401);
  expect((await signInWith(keyed, { counter: 21 })).status).toBe(200);
});

test('of one counter given to two questions at once, one is let in', async () => {
  const keyed = await personWithPasskey();
  const asked = await Promise.all([ask(), ask(), ask()]);
  const answers = await Promise.all(
    asked.map(({ flow, options }) => finish(flow, keyed.passkey.answer(options, { counter: 50 }))),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
});

test('an authenticator that does not count stays at 0', async () => {
  const person = await stage.personWithPassword();
  const { passkey, answer } = await addTo(person, { counter: 0 });
  expect(answer.status).toBe(200);
  const keyed = { person, passkey, id: answer.body.id };
  expect((await signInWith(keyed, { counter: 0 })).status).toBe(200);
  expect((await signInWith(keyed, { counter: 0 })).status).toBe(200);
});

test('a question is answered once, rightly or wrongly, and within five minutes', async () => {
  const { passkey } = await personWithPasskey();
  const { flow, options } = await ask();
  const credential = passkey.answer(options);
  expect((await finish(flow, credential)).status).toBe(200);
  expect((await finish(flow, passkey.answer(options))).status).toBe(401);

  const spoiled = await ask();
  expect(
    (await finish(spoiled.flow, passkey.answer(spoiled.options, { origin: 'https://evil.example' }))).status,
  ).toBe(401);
  expect((await finish(spoiled.flow, passkey.answer(spoiled.options))).status).toBe(401);

  const late = await ask();
  stage.advance(5 * MINUTE);
  expect((await finish(late.flow, passkey.answer(late.options))).status).toBe(401);
});

test('the answer to one question does not fit another', async () => {
  const { passkey } = await personWithPasskey();
  const [one, other] = [await ask(), await ask()];
  expect((await finish(other.flow, passkey.answer(one.options))).status).toBe(401);
});

test('a registration is answered once, by the person who began it, with a credential that is nobody’s', async () => {
  const person = await stage.personWithPassword();
  const { body, answer } = await addTo(person);
  expect(answer.status).toBe(200);
  expect((await stage.call(addPasskey, { as: person, body })).status).toBe(400);

  const other = await stage.registry.person();
  const begun = (await stage.call(startPasskey, { as: person })).body;
  const credential = new SoftwareAuthenticator({ origin: ORIGIN }).register(begun.options);
  const stolen = { flow: begun.flow, name: 'Mine', credential };
  expect((await stage.call(addPasskey, { as: other, body: stolen })).status).toBe(400);

  const passkey = new SoftwareAuthenticator({ origin: ORIGIN });
  const twice = await Promise.all(
    [person, other].map(async (as) => {
      const { flow, options } = (await stage.call(startPasskey, { as })).body;
      return stage.call(addPasskey, { as, body: { flow, name: 'K', credential: passkey.register(options) } });
    }),
  );
  expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('as second factor it completes the sign-in that waits, of its own person alone', async () => {
  const keyed = await personWithPasskey();
  const intruder = await personWithPasskey();
  const { session, challenge } = await stage.signIn(keyed.person);
  expect(session).toBeNull();
  expect(challenge?.methods).toEqual(['passkey']);
  const token = challenge?.token ?? '';

  const forged = await ask(token);
  expect(forged.options).toMatchObject({ allowCredentials: [{ id: keyed.passkey.id }] });
  expect((await finish(forged.flow, intruder.passkey.answer(forged.options))).status).toBe(401);

  const { flow, options } = await ask(token);
  const answer = await finish(flow, keyed.passkey.answer(options));
  expect(answer.status).toBe(200);
  const { rows } = await stage.registry.pool.query('SELECT methods, user_id FROM session WHERE id = $1', [
    answer.body.session?.sessionId,
  ]);
  expect(rows[0]).toEqual({ methods: ['pwd', 'pky'], user_id: keyed.person.userId });

  expect((await stage.call(startPasskeySignIn, { body: { challenge: token } })).status).toBe(401);
  const { rows: kept } = await stage.registry.pool.query('SELECT data::text FROM one_time_token');
  expect(JSON.stringify(kept)).not.toContain(token);
});

test('a passkey is a factor to be given again, by its own person alone', async () => {
  const keyed = await personWithPasskey();
  const intruder = await personWithPasskey();
  const stale = await stage.registry.session(keyed.person.userId, {
    authenticatedAt: new Date(stage.now() - 6 * MINUTE),
  });
  const give = async (passkey: SoftwareAuthenticator) => {
    const { flow, options } = await ask();
    const body = { passkey: { flow, credential: passkey.answer(options) } };
    return stage.call(reauthenticate, { as: stale, body });
  };
  expect(await give(intruder.passkey)).toMatchObject({ status: 403, body: { field: 'body.passkey' } });
  expect((await stage.call(startPasskey, { as: stale })).status).toBe(403);
  expect((await give(keyed.passkey)).status).toBe(200);
  expect((await stage.call(startPasskey, { as: stale })).status).toBe(200);
});

test('the only way to sign in stays', async () => {
  const person = await stage.registry.person();
  const { answer } = await addTo(person);
  const removal = await stage.call(removePasskey, { as: person, params: { passkey: answer.body.id } });
  expect(removal.status).toBe(409);
  expect((await stage.call(listFactors, { as: person })).body.passkeys).toHaveLength(1);
});

const JUNK = {
  nothing: {},
  'an id alone': { id: 'abc' },
  'no response': { id: 'abc', rawId: 'abc', type: 'public-key' },
  'numbers for texts': { id: 1, rawId: 2, type: 3, response: { clientDataJSON: 4 } },
  'an attestation that is no CBOR': {
    id: 'YWJj',
    rawId: 'YWJj',
    type: 'public-key',
    response: { clientDataJSON: 'e30', attestationObject: '____', authenticatorData: '__', signature: '__' },
  },
};

test.each(Object.entries(JUNK))('%s is refused as any wrong answer is', async (_name, credential) => {
  const person = await stage.registry.person();
  const { flow } = (await stage.call(startPasskey, { as: person })).body;
  const body = { flow, name: 'K', credential };
  expect((await stage.call(addPasskey, { as: person, body })).status).toBe(400);
  expect((await finish((await ask()).flow, credential)).status).toBe(401);
  expect(stage.api.reported).toEqual([]);
});

test('offered under a host name over https or on this machine, and nowhere else', async () => {
  expect(relyingPartyOf('https://devpulse.example.com:8443')).toEqual({
    id: 'devpulse.example.com',
    origin: 'https://devpulse.example.com:8443',
  });
  expect(relyingPartyOf('http://localhost:3000')?.id).toBe('localhost');
  for (const url of ['http://127.0.0.1:3000', 'https://192.0.2.1', 'https://[::1]', 'http://devpulse.lan']) {
    expect(relyingPartyOf(url)).toBeNull();
  }
  expect((await stage.call(getInstance)).body.signIn.isPasskeyOffered).toBe(true);
});
