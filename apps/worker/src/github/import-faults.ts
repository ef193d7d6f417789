import type { ImportUnderWay, setAside } from '@devpulse/database/github/import-steps';
import type { Instant } from '@devpulse/domain/time/instant';
import { GithubFault, type GithubFaultKind } from '@devpulse/github/client/client';
import type { Progress } from './import-progress.ts';

const LARGEST_PAGE = 50;
/** Good pages before a larger one is tried again. */
const CALM_PAGES = 5;
const LONGEST_PAUSE_MS = 300_000;
const MOST_TRIES = 3;

/** Why an import cannot go on that nothing was asked for, in words for the person who waits for it. */
export class ImportObstacle extends Error {
  override readonly name = 'ImportObstacle';
}

/** What stands on the page of a person who waits for the import. */
const WORDS: Partial<Record<GithubFaultKind, string>> = {
  unauthorized: 'GitHub refused the App’s keys or the token. Renew them and go on.',
  forbidden:
    'GitHub does not let the App read pull requests here. Accept its permissions on GitHub and go on.',
  suspended: 'The installation is suspended on GitHub. It goes on when that ends.',
  gone: 'GitHub does not show this repository any more.',
};
const TOO_HEAVY = 'GitHub could not answer in time, however little was asked for.';
const UNREADABLE = 'GitHub’s answer could not be read. Try again; if it stays so, tell us.';
const BROKEN =
  'A page could not be taken over; the log of the worker says why. Try again; if it stays so, tell us.';

export function nextPageSize(size: number, calm: number): number {
  return calm > 0 && calm % CALM_PAGES === 0 ? Math.min(LARGEST_PAGE, size * 2) : size;
}

type Stop = Parameters<typeof setAside>[1];
type Place = { row: ImportUnderWay; progress: Progress; now: Instant };

/** How an import goes on after a page that brought nothing. No attempt of its job is spent on it. */
export function reactTo(error: unknown, place: Place): Stop {
  const { row, progress, now } = place;
  const tries = progress.tries + 1;
  const common = { row, now, pageSize: row.pageSize, requests: 1 };
  const wait = (ms: number, change: Partial<Stop> = {}): Stop => ({
    ...common,
    state: 'waiting',
    reason: null,
    notBefore: now + ms,
    progress: { ...progress, tries },
    ...change,
  });
  const stop = (state: 'parked' | 'failed', reason: string): Stop => ({
    ...common,
    state,
    reason,
    notBefore: null,
    progress: { ...progress, tries: 0 },
  });
  const tryAgain = (reason: string) =>
    tries < MOST_TRIES ? wait(1_000 * 2 ** tries) : stop('failed', reason);
  if (error instanceof ImportObstacle) return { ...stop('parked', error.message), requests: 0 };
  if (!(error instanceof GithubFault)) return tryAgain(BROKEN);
  switch (error.kind) {
    case 'paused':
      return wait(Math.max(0, (error.until ?? now) - now), { progress, requests: 0 });
    case 'too_heavy':
      if (row.pageSize <= 1) return stop('parked', TOO_HEAVY);
      return wait(1_000, { pageSize: Math.floor(row.pageSize / 2), progress: { ...progress, calm: 0 } });
    case 'unavailable':
      return wait(Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** Math.min(progress.tries, 10)));
    case 'malformed':
    case 'refused':
      return tryAgain(UNREADABLE);
    default:
      return stop('parked', WORDS[error.kind] ?? UNREADABLE);
  }
}
