import type { Screen } from '../../ipc/screens.ts';
import type { ViewParts } from './view-parts.ts';

export function screenPart({ signIn, known, clock, deviceName, now }: ViewParts): Screen {
  switch (signIn.name) {
    case 'signed_out':
    case 'waiting_for_browser':
      return signIn;
    case 'code': {
      const { userCode, verificationUri, expiresAt } = signIn.code;
      return {
        name: 'code',
        userCode: grouped(userCode),
        verificationAddress: verificationUri.replace(/^https?:\/\//, ''),
        expiresAt: Date.parse(expiresAt),
        deviceName,
        problem: signIn.problem,
      };
    }
    case 'removed':
      return { name: 'removed', removedAt: signIn.removedAt, waiting: clock?.sync.waiting ?? 0 };
    case 'signed_in':
      // until the account is read, which a sign-in brings with it, there is nothing to clock
      return known && clock ? { name: 'clock' } : { name: 'waiting_for_browser', openUntil: now };
  }
}

/** `BXKD TMQR` */
function grouped(code: string): string {
  const letters = code.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();
  return letters.length === 8 ? `${letters.slice(0, 4)} ${letters.slice(4)}` : code.slice(0, 20);
}
