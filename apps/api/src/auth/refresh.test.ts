import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, AuthWorld, bearer } from '../../testing/auth-world.ts';

let world: AuthWorld;
beforeAll(async () => {
  world = await AuthWorld.open();
});
afterAll(() => world.close());

const refresh = (refreshToken: string) => world.post('/api/v1/auth/refresh', { refreshToken });
const tokenOf = (answer: Answer) => String(answer.body.refreshToken);
const isIn = async (accessToken: string) =>
  (await world.send('GET', '/api/v1/account', { headers: bearer(accessToken) })).status === 200;
const generations = (sessionId: string) => world.count('refresh_token', 'session_id = $1', [sessionId]);

describe('refresh tokens (C02)', () => {
  test('50 parallel refreshes rotate once, and all get the same next token', async () => {
    const person = await world.personWithPassword();
    const [device, other] = [await world.tokens(person.email), await world.tokens(person.email)];
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(device.refreshToken)));
    const statuses = answers.filter((answer) => answer.status === 200).length;
    const successors = new Set(answers.map(tokenOf));
    const rotations = (await generations(device.sessionId)) - 1;
    console.log(
      `C02: 50 parallel refreshes: ${statuses} answered 200, ${rotations} rotation, ${successors.size} distinct next token`,
    );
    expect({ statuses, rotations, successors: successors.size }).toEqual({
      statuses: 50,
      rotations: 1,
      successors: 1,
    });
    expect([...successors][0]).not.toBe(device.refreshToken);

    world.clock.now += 11_000;
    const late = await refresh(device.refreshToken);
    expect(late).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    expect(await isIn(String(answers[0]?.body.accessToken))).toBe(false);
    expect(await refresh(tokenOf(answers[0] as Answer))).toMatchObject({ status: 401 });
    expect(await isIn(other.accessToken)).toBe(true);
    expect((await refresh(other.refreshToken)).status).toBe(200);
  });

  test('a lost answer may be asked for again within ten seconds, but not once its token was used', async () => {
    const person = await world.personWithPassword();
    const first = await world.tokens(person.email);
    const second = await refresh(first.refreshToken);
    world.clock.now += 9_000;
    expect(tokenOf(await refresh(first.refreshToken))).toBe(tokenOf(second));
    const third = await refresh(tokenOf(second));
    expect(third.status).toBe(200);
    expect(await refresh(first.refreshToken)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    expect(await refresh(tokenOf(third))).toMatchObject({ status: 401, body: { code: 'session_ended' } });
  });

  test('a session ends when it is not used, and at the latest when its time is over', async () => {
    const person = await world.personWithPassword();
    const start = world.clock.now;
    const idle = await world.tokens(person.email);
    const day = 86_400_000;
    world.clock.now = start + 7 * day;
    expect((await refresh(idle.refreshToken)).status).toBe(401);
    world.clock.now = start;
    let token = (await world.tokens(person.email)).refreshToken;
    for (let n = 1; n <= 5; n += 1) {
      world.clock.now = start + n * 6 * day - 1;
      const answer = await refresh(token);
      expect(answer.status).toBe(200);
      token = tokenOf(answer);
    }
    world.clock.now = start + 30 * day;
    expect((await refresh(token)).status).toBe(401);
    world.clock.now = start;
  });
});

describe('a stolen refresh token (C03)', () => {
  const isDead = (answer: Answer) => answer.status === 401 && answer.body.code === 'session_ended';

  test('used by the thief before the victim: the victim’s own use ends the family, thief and all', async () => {
    const { person, stolen, other } = await victim();
    const thief = await refresh(stolen.refreshToken);
    expect(await isIn(String(thief.body.accessToken))).toBe(true);
    world.clock.now += 60_000;
    expect(isDead(await refresh(stolen.refreshToken))).toBe(true);
    await expectOnlyFamilyDead({ person, stolen, other, last: thief });
  });

  test('used by the thief after the victim: that one use ends the family', async () => {
    const { person, stolen, other } = await victim();
    const own = await refresh(tokenOf(await refresh(stolen.refreshToken)));
    expect(await isIn(String(own.body.accessToken))).toBe(true);
    expect(isDead(await refresh(stolen.refreshToken))).toBe(true);
    await expectOnlyFamilyDead({ person, stolen, other, last: own });
  });

  async function victim() {
    const person = await world.personWithPassword();
    return { person, stolen: await world.tokens(person.email), other: await world.tokens(person.email) };
  }

  async function expectOnlyFamilyDead({
    person,
    stolen,
    other,
    last,
  }: Awaited<ReturnType<typeof victim>> & { last: Answer }) {
    expect(isDead(await refresh(tokenOf(last)))).toBe(true);
    expect(await isIn(String(last.body.accessToken))).toBe(false);
    expect(await isIn(other.accessToken)).toBe(true);
    const mails = await world.mails(person.email);
    expect(mails.map(({ subject }) => subject)).toEqual(['A session was ended for your safety']);
    const audited = await world.count(
      'audit_entry',
      `action = 'session.refresh_reuse' AND subject_user_id = $1 AND target = $2`,
      [person.userId, stolen.sessionId],
    );
    expect(audited).toBe(1);
  }

  test('a token of another form, another session or an old generation is nobody’s', async () => {
    const person = await world.personWithPassword();
    const mine = await world.tokens(person.email);
    const other = await world.tokens(person.email);
    const secret = mine.refreshToken.split('.')[1];
    const tries = [
      `dpr_${other.sessionId}.${secret}`,
      `dpr_${crypto.randomUUID()}.${secret}`,
      mine.refreshToken.slice(0, -1) + (mine.refreshToken.endsWith('A') ? 'B' : 'A'),
      mine.accessToken.slice(0, 300),
    ];
    const bodies = [];
    for (const token of tries) {
      const answer = await refresh(token);
      expect(answer.status).toBe(401);
      bodies.push(JSON.stringify({ ...answer.body, requestId: null }));
    }
    expect(new Set(bodies).size).toBe(1);
    expect(await isIn(mine.accessToken)).toBe(true);
    expect((await refresh(mine.refreshToken)).status).toBe(200);
  });
});
