import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '@devpulse/contracts/auth/sign-in';
import type { Pool } from 'undici';

export type Storm = { sent: number; seconds: number; byStatus: Record<string, number>; waitsMs: number[] };

const SIGN_INS_PER_SECOND = 200;

/**
 * Makes sign-ins that are all wrong, half for accounts that exist and half for addresses of nobody. None comes from an address or
 * to an account twice in a window of the throttles, so that these shield nothing and every one asks for the hashing.
 */
export function openStorm(pool: Pool, accounts: readonly string[]) {
  let count = 0;
  const next = () => {
    count += 1;
    const isKnown = count % 2 === 0;
    const email = isKnown ? accounts[(count / 2) % accounts.length] : `nobody-${count}@example.com`;
    return {
      address: addressOf(count),
      body: JSON.stringify({ email, password: `wrong-password-${count}` }),
    };
  };
  const signInOnce = async (storm: Storm) => {
    const { address, body } = next();
    const startedAt = performance.now();
    const response = await pool.request({
      method: 'POST',
      path: signIn.path,
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body,
    });
    await response.body.dump();
    storm.waitsMs.push(performance.now() - startedAt);
    storm.byStatus[response.statusCode] = (storm.byStatus[response.statusCode] ?? 0) + 1;
  };
  return {
    /** Sends at the rate of the storm until told to stop, and waits for the answers. */
    async blow(isOver: () => boolean): Promise<Storm> {
      const storm: Storm = { sent: 0, seconds: 0, byStatus: {}, waitsMs: [] };
      const pending: Promise<void>[] = [];
      const startedAt = performance.now();
      while (!isOver()) {
        const wait = startedAt + (storm.sent * 1_000) / SIGN_INS_PER_SECOND - performance.now();
        if (wait > 1) await sleep(wait);
        storm.sent += 1;
        pending.push(signInOnce(storm));
      }
      storm.seconds = (performance.now() - startedAt) / 1_000;
      await Promise.all(pending);
      return storm;
    },
  };
}

/** The n-th address of 100.64.0.0/10. */
function addressOf(n: number): string {
  return `100.${64 + ((n >> 16) & 63)}.${(n >> 8) & 255}.${n & 255}`;
}
