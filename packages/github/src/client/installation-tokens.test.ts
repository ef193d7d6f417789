import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  accessTo,
  appOn,
  openStandIn,
  type Reply,
  type SeenRequest,
  type StandIn,
} from './testing/stand-in.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const anything = { schema: z.unknown() };
let standIn: StandIn;

afterEach(() => standIn.close());

const isMint = ({ path }: SeenRequest) => path.endsWith('/access_tokens');

/** Mints `t1`, `t2` and so on, good for an hour. */
async function openGithub(
  options: { refuses?: (token: string) => boolean; mint?: Reply; format?: string } = {},
) {
  const clock = { now: NOW };
  let minted = 0;
  standIn = await openStandIn(
    (request) => {
      if (isMint(request)) {
        minted += 1;
        const expires_at = new Date(clock.now + 60 * MINUTE).toISOString();
        return options.mint ?? { status: 201, json: { token: options.format ?? `t${minted}`, expires_at } };
      }
      const token = request.authorization.replace('Bearer ', '');
      return options.refuses?.(token) ? { status: 401, json: { message: 'Bad credentials' } } : { json: {} };
    },
    () => clock.now,
  );
  const access = accessTo(standIn, { now: () => clock.now });
  const installation = (installationId = '7') =>
    access.installation({ app: appOn(standIn), installationId }, 'live');
  const mints = () => standIn.seen.filter(isMint).length;
  const used = () => standIn.seen.filter((request) => !isMint(request)).map((seen) => seen.authorization);
  return { clock, installation, mints, used };
}

describe('the token of an installation', () => {
  test('is kept until ten minutes before its end', async () => {
    const { clock, installation, mints, used } = await openGithub();
    await installation().rest('GET', '/rate_limit', anything);
    clock.now += 49 * MINUTE;
    await installation().rest('GET', '/rate_limit', anything);
    expect(mints()).toBe(1);
    clock.now += 2 * MINUTE;
    await installation().rest('GET', '/rate_limit', anything);
    expect(mints()).toBe(2);
    expect(used()).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
  });

  test('is minted once for all who need it at once, and once for each installation', async () => {
    const { installation, mints } = await openGithub();
    await Promise.all(
      ['7', '7', '7', '8'].map((id) => installation(id).rest('GET', '/rate_limit', anything)),
    );
    expect(mints()).toBe(2);
  });

  test('is minted anew once after a refusal, and the request asked once more', async () => {
    const { installation, mints, used } = await openGithub({ refuses: (token) => token === 't1' });
    await installation().rest('GET', '/rate_limit', anything);
    expect([mints(), used()]).toEqual([2, ['Bearer t1', 'Bearer t2']]);
  });

  test('is given up on when even the new one is refused', async () => {
    const { installation, mints, used } = await openGithub({ refuses: () => true });
    await expect(installation().rest('GET', '/rate_limit', anything)).rejects.toMatchObject({
      name: 'GithubFault',
      kind: 'unauthorized',
      status: 401,
    });
    expect([mints(), used().length]).toEqual([2, 2]);
  });

  test.each([`ghs_${'a'.repeat(36)}`, `ghs_${'b.C-_'.repeat(103)}`])(
    'of either form is sent as it is',
    async (token) => {
      const { installation, used } = await openGithub({ format: token });
      await installation().rest('GET', '/rate_limit', anything);
      expect(used()).toEqual([`Bearer ${token}`]);
    },
  );

  test.each([
    ['suspended', { status: 403, json: { message: 'This installation has been suspended' } }],
    ['gone', { status: 404, json: { message: 'Not Found' } }],
    ['malformed', { status: 201, json: { token: 7 } }],
    ['unavailable', 'reset'],
  ] as const)('that is not minted: %s', async (kind, mint) => {
    const { installation } = await openGithub({ mint });
    await expect(installation().rest('GET', '/x', anything)).rejects.toMatchObject({ kind });
  });
});
