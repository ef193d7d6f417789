import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Answer, AuthWorld, PASSWORD } from '../../testing/auth-world.ts';
import { startTestApiOver, type TestApi } from '../../testing/test-api.ts';
import { PasswordChecker } from './passwords/password-checker.ts';
import { Turns } from './turns.ts';

let world: AuthWorld;
beforeAll(async () => {
  world = await AuthWorld.open();
});
afterAll(() => world.close());

const HOUR = 3_600_000;
const WRONG = 'not the right password';
let lastAddress = 0;
/** An address that no other test has used. */
const freshAddress = () => {
  lastAddress += 1;
  return `198.51.${lastAddress >> 8}.${lastAddress & 255}`;
};

describe('limits on guessing', () => {
  test('five wrong tries, then waits that double; the right password is not locked out for good', async () => {
    const person = await world.personWithPassword();
    const from = freshAddress();
    for (let n = 0; n < 5; n += 1)
      expect((await world.signIn(person.email, WRONG, { from })).status).toBe(401);
    const waits: unknown[] = [];
    for (let n = 0; n < 4; n += 1) {
      const limited = await world.signIn(person.email, WRONG, { from });
      expect(limited).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
      waits.push(limited.headers['retry-after']);
      world.clock.now += Number(limited.headers['retry-after']) * 1000;
      expect((await world.signIn(person.email, WRONG, { from })).status).toBe(401);
    }
    expect(waits).toEqual(['1', '2', '4', '8']);
    expect((await world.signIn(person.email, PASSWORD, { from })).status).toBe(429);
    expect((await world.signIn(person.email, PASSWORD, { from: freshAddress() })).status).toBe(200);
    world.clock.now += 16_000;
    expect((await world.signIn(person.email, PASSWORD, { from })).status).toBe(200);
    expect((await world.signIn(person.email, WRONG, { from })).status).toBe(401);
  });

  test('a burst counts like tries in turn, also over two instances of the API', async () => {
    const person = await world.personWithPassword();
    const other = await startTestApiOver(world.database, { now: () => world.clock.now });
    const guess = async (api: TestApi, n: number) => {
      const payload = { email: person.email, password: `guess ${n}` };
      const url = '/api/v1/auth/sign-in';
      const from = { remoteAddress: '198.51.100.200' };
      return (await api.app.inject({ method: 'POST', url, payload, ...from })).statusCode;
    };
    const statuses = await Promise.all(
      Array.from({ length: 60 }, (_, n) => guess(n % 2 === 0 ? world.api : other, n)),
    );
    const looked = statuses.filter((status) => status === 401).length;
    console.log(`60 guesses at once at one account, over two instances: ${looked} were looked at`);
    expect(looked).toBe(5);
    await other.close();
  });

  test('a thousand accounts, ten tries each, from one address: fifty are looked at (C16)', async () => {
    const from = freshAddress();
    const statuses = new Map<number, number>();
    for (let n = 0; n < 2_000; n += 1) {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => world.signIn(`victim-${n >> 1}@example.com`, WRONG, { from })),
      );
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    console.log(`C16: 10,000 sign-ins from one address: ${JSON.stringify(Object.fromEntries(statuses))}`);
    expect(statuses.get(401)).toBe(50);
    expect(statuses.get(429)).toBe(9_950);
    const person = await world.personWithPassword();
    expect((await world.signIn(person.email, PASSWORD, { from })).status).toBe(429);
    expect((await world.signIn(person.email, PASSWORD, { from: freshAddress() })).status).toBe(200);
    world.clock.now += HOUR;
    expect((await world.signIn(person.email, PASSWORD, { from })).status).toBe(200);
  }, 120_000);

  test('right sign-ins from one address are never too many', async () => {
    const person = await world.personWithPassword();
    const from = freshAddress();
    for (let n = 0; n < 60; n += 1)
      expect((await world.signIn(person.email, PASSWORD, { from })).status).toBe(200);
  });

  test('a flood of requests for mails ends at three per recipient and twenty per address (C16)', async () => {
    const person = await world.personWithPassword();
    const from = freshAddress();
    const ask = (email: string, address: string) =>
      world.post('/api/v1/auth/password/forgotten', { email }, { from: address });
    const flood = await Promise.all(Array.from({ length: 40 }, () => ask(person.email, from)));
    const mails = await world.mails(person.email);
    const limited = flood.filter(({ status }) => status === 429).length;
    console.log(`C16: 40 requests for a reset mail at once: ${mails.length} mails, ${limited} refused`);
    expect({ mails: mails.length, limited }).toEqual({ mails: 3, limited: 20 });
    for (let n = 0; n < 10; n += 1) expect((await ask(person.email, freshAddress())).status).toBe(200);
    expect(await world.mails(person.email)).toHaveLength(3);
    world.clock.now += HOUR;
    await ask(person.email, from);
    expect(await world.mails(person.email)).toHaveLength(4);
  });

  test('limits hold while their table cannot be reached', async () => {
    const person = await world.personWithPassword();
    const from = freshAddress();
    await world.registry.pool.query('ALTER TABLE throttle RENAME TO throttle_away');
    try {
      const statuses = [];
      for (let n = 0; n < 7; n += 1)
        statuses.push((await world.signIn(person.email, WRONG, { from })).status);
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
      expect((await world.signIn(person.email, PASSWORD, { from: freshAddress() })).status).toBe(200);
    } finally {
      await world.registry.pool.query('ALTER TABLE throttle_away RENAME TO throttle');
    }
  });

  test('what is stored of a try says nothing of who tried', async () => {
    const person = await world.personWithPassword();
    const from = freshAddress();
    await world.signIn(person.email, WRONG, { from });
    const { rows } = await world.registry.pool.query<{ line: string }>(
      'SELECT t::text AS line FROM throttle t',
    );
    const text = rows.map(({ line }) => line).join('\n');
    expect(rows.length).toBeGreaterThan(0);
    expect(text).not.toContain(person.email);
    expect(text).not.toContain(from);
  });
});

describe('nobody can tell whether there is an account', () => {
  test('words and headers are the same for unknown, wrong, passwordless and disabled', async () => {
    const [known, disabled] = [await world.personWithPassword(), await world.personWithPassword()];
    const passwordless = await world.registry.person();
    await world.registry.pool.query('UPDATE "user" SET disabled_at = now() WHERE id = $1', [disabled.userId]);
    const answers = [
      await world.signIn('nobody@example.com', WRONG, { from: freshAddress() }),
      await world.signIn(known.email, WRONG, { from: freshAddress() }),
      await world.signIn(passwordless.email, WRONG, { from: freshAddress() }),
      await world.signIn(disabled.email, PASSWORD, { from: freshAddress() }),
    ];
    const alike = answers.map(({ status, body, headers }) => {
      const { date: _, ...kept } = headers;
      return JSON.stringify({ status, body: { ...body, requestId: null }, headers: kept });
    });
    expect(new Set(alike).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    await world.settle();
    const noted = await world.count(
      'audit_entry',
      `action = 'sign_in.failed' AND subject_user_id = ANY ($1)`,
      [[known.userId, passwordless.userId, disabled.userId]],
    );
    expect(noted).toBe(3);
    expect(await world.count('audit_entry', `detail::text LIKE '%example.com%'`)).toBe(0);
  });

  test('medians of 200 tries are within 5 ms', async () => {
    const known = await world.personWithPassword();
    await expectAlike('sign-in', {
      known: () => world.signIn(known.email, WRONG),
      unknown: () => world.signIn('nobody-at-all@example.com', WRONG),
    });
  }, 240_000);

  test('so are those of asking for a new password', async () => {
    const known = await world.personWithPassword();
    const ask = (email: string) => world.post('/api/v1/auth/password/forgotten', { email });
    await expectAlike('reset request', {
      known: () => ask(known.email),
      unknown: () => ask('nobody-at-all@example.com'),
    });
    expect((await ask(known.email)).body).toEqual((await ask('x@example.com')).body);
  }, 240_000);

  /** A difference that is there is there every time; one that a busy machine makes is not: so there are three rounds at most. */
  async function expectAlike(name: string, work: Parameters<typeof compare>[1]): Promise<void> {
    const apart: number[] = [];
    do {
      const { known, unknown } = await compare(200, work);
      console.log(`${name}, medians of 200 tries each: known ${known} ms, unknown ${unknown} ms`);
      apart.push(Math.abs(known - unknown));
    } while (Math.min(...apart) >= 5 && apart.length < 3);
    expect(Math.min(...apart)).toBeLessThan(5);
  }

  /** Median milliseconds of two things done in turn, an hour apart, so that no limit bites. */
  async function compare(
    tries: number,
    work: { known: () => Promise<Answer>; unknown: () => Promise<Answer> },
  ) {
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let n = 0; n < tries; n += 1) {
      for (const name of n % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
        world.clock.now += HOUR;
        const from = performance.now();
        const { status } = await work[name]();
        times[name].push(performance.now() - from);
        expect(status).toBeLessThan(402);
        await world.settle();
      }
    }
    const median = (all: number[]) =>
      Number((all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0).toFixed(2));
    return { known: median(times.known), unknown: median(times.unknown) };
  }
});

describe('checking passwords', () => {
  test('at most four at once, whoever asks', async () => {
    const { passwordsHashing } = world.api.parts.metrics;
    let running = 0;
    let peak = 0;
    const begun = vi.spyOn(passwordsHashing, 'inc').mockImplementation(() => {
      running += 1;
      peak = Math.max(peak, running);
    });
    const ended = vi.spyOn(passwordsHashing, 'dec').mockImplementation(() => {
      running -= 1;
    });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        world.signIn(`storm-${n}@example.com`, WRONG, { from: freshAddress() }),
      ),
    );
    const statuses = Object.groupBy(answers, ({ status }) => status);
    const figures = Object.entries(statuses).map(([status, all]) => `${status}: ${all?.length}`);
    console.log(
      `200 sign-ins at once: at most ${peak} hashings ran, ${begun.mock.calls.length} in all; ${figures.join(', ')}`,
    );
    expect(begun.mock.calls.length).toBeGreaterThan(4);
    expect(peak).toBeGreaterThan(0);
    expect(peak).toBeLessThanOrEqual(4);
    expect(Object.keys(statuses).filter((status) => status !== '401' && status !== '503')).toEqual([]);
    begun.mockRestore();
    ended.mockRestore();
  });

  test('turns keep their order, hand places over, and refuse what would wait too long', async () => {
    const queue = new Turns({ atOnce: 2, mostWaiting: 3 });
    const open: (() => void)[] = [];
    const order: number[] = [];
    const work = (n: number) =>
      queue.run(async () => {
        order.push(n);
        await new Promise<void>((resolve) => open.push(resolve));
      });
    const all = [1, 2, 3, 4, 5].map(work);
    await expect(work(6)).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: expect.any(Number),
    });
    expect(order).toEqual([1, 2]);
    for (let n = 0; n < 5; n += 1) {
      open.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(all);
    expect(order).toEqual([1, 2, 3, 4, 5]);
    const again = work(7);
    open.shift()?.();
    await again;
  });

  test('a place that others wait for rests as long as its work took; one that nobody wants is free at once', async () => {
    vi.useFakeTimers();
    try {
      const queue = new Turns({ atOnce: 1, mostWaiting: 3, restShare: 1 });
      const begun: number[] = [];
      const work = () =>
        queue.run(async () => {
          begun.push(performance.now());
          await new Promise((resolve) => setTimeout(resolve, 20));
        });
      const first = work();
      const second = work();
      await vi.advanceTimersByTimeAsync(60);
      await Promise.all([first, second]);
      const third = work();
      await vi.advanceTimersByTimeAsync(20);
      await third;
      expect(begun.map((at) => at - (begun[0] ?? 0))).toEqual([0, 40, 60]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('argon2id with 19 MiB and two passes; ways to write a letter are one password', async () => {
    const passwords = world.api.app.get(PasswordChecker);
    const hash = await passwords.hash('café au lait 9');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify(hash, 'cafe\u0301 au lait 9')).toBe(true);
    expect(await passwords.verify(null, 'café au lait 9')).toBe(false);
  });
});
