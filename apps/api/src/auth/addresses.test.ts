import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuthWorld } from '../../testing/auth-world.ts';
import { networkKey } from './throttle/network-key.ts';

describe('what an address is counted under', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s is counted as %s', (address, key) => {
    expect(networkKey(address)).toBe(key);
  });
});

/** How many wrong sign-ins of one account it takes until the limit answers. */
async function triesUntilLimit(
  world: AuthWorld,
  sent: (n: number) => { from: string; headers?: Record<string, string | string[]> },
): Promise<number> {
  const email = `${crypto.randomUUID()}@example.com`;
  for (let n = 0; n < 12; n += 1) {
    if ((await world.signIn(email, 'wrong', sent(n))).status === 429) return n;
  }
  return Number.POSITIVE_INFINITY;
}

describe('without a trusted proxy (C15)', () => {
  let world: AuthWorld;
  beforeAll(async () => {
    world = await AuthWorld.open();
  });
  afterAll(() => world.close());

  test.each([
    [
      'X-Forwarded-For is not believed',
      (n: number) => ({ from: '198.51.100.1', headers: { 'x-forwarded-for': `203.0.113.${n}` } }),
    ],
    [
      'in whatever case',
      (n: number) => ({ from: '198.51.100.2', headers: { 'X-FORWARDED-FOR': `203.0.113.${n}` } }),
    ],
    [
      'nor is it twice',
      (n: number) => ({
        from: '198.51.100.3',
        headers: { 'x-forwarded-for': [`203.0.113.${n}`, `203.0.113.${n + 50}`] },
      }),
    ],
    [
      'nor are its relatives',
      (n: number) => ({
        from: '198.51.100.4',
        headers: {
          forwarded: `for=203.0.113.${n}`,
          'x-real-ip': `203.0.113.${n}`,
          'cf-connecting-ip': `203.0.113.${n}`,
          'true-client-ip': `203.0.113.${n}`,
        },
      }),
    ],
    ['a /64 is one address', (n: number) => ({ from: `2001:db8:5:5:${n}::${n + 1}` })],
    [
      'a mapped address is the address',
      (n: number) => ({ from: n % 2 === 0 ? '198.51.100.6' : '::ffff:198.51.100.6' }),
    ],
  ])('%s: one bucket', async (_, sent) => {
    expect(await triesUntilLimit(world, sent)).toBe(5);
  });

  test('another /64 is another address', async () => {
    expect(await triesUntilLimit(world, (n) => ({ from: `2001:db8:6:${n}::1` }))).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

describe('behind a trusted proxy', () => {
  let world: AuthWorld;
  beforeAll(async () => {
    world = await AuthWorld.open({ TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8:ffff::/48' });
  });
  afterAll(() => world.close());

  test('the address that the proxy saw counts, not what the client put before it', async () => {
    const spoofed = (n: number) => ({
      from: '10.1.2.3',
      headers: { 'x-forwarded-for': `192.0.2.${n}, 203.0.113.9` },
    });
    expect(await triesUntilLimit(world, spoofed)).toBe(5);
    const apart = (n: number) => ({
      from: '10.1.2.3',
      headers: { 'x-forwarded-for': `203.0.113.${100 + n}` },
    });
    expect(await triesUntilLimit(world, apart)).toBe(Number.POSITIVE_INFINITY);
  });

  test('a client that comes past the proxy is not believed', async () => {
    const direct = (n: number) => ({
      from: '198.51.100.9',
      headers: { 'x-forwarded-for': `203.0.113.${n}` },
    });
    expect(await triesUntilLimit(world, direct)).toBe(5);
  });
});
