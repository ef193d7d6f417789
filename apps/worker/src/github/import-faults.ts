import type { ImportUnderWay, setAside } from '@devpulse/database/github/import-steps';
import type { Instant } from '@devpulse/domain/time/instant';
import type { GithubFault, GithubFaultKind } from '@devpulse/github/client/client';
import type { Progress } from './import-progress.ts';

const LARGEST_PAGE = 50;
/** Good pages before a larger one is tried again. */
const CALM_PAGES = 5;
const LONGEST_PAUSE_MS = 300_000;
const MOST_TRIES = 3;

/** What stands on the page of a person who waits for the import. */
const WORDS: Partial<Record<GithubFaultKind, string>> = {
  unauthorized: 'GitHub refused the App’s keys or the token. Renew them and go on.',
  forbidden:
    'GitHub does not let the App read pull requests here. Accept its permissions on GitHub and go on.',
  suspended: 'The installation is suspended on GitHub. It goes on when that ends.',
  gone: 'GitHub does not show this repository any more.',
  too_heavy: 'GitHub could not answer in time, however little was asked for.',
};

export function nextPageSize(size: number, calm: number): number {
  return calm > 0 && calm % CALM_PAGES === 0 ? Math.min(LARGEST_PAGE, size * 2) : size;
}

type Stop = Parameters<typeof setAside>[1];

/** How an import goes on after a page that brought nothing. No attempt of its job is spent on it. */
export function reactTo(
  fault: GithubFault,
  { row, progress, now }: { row: ImportUnderWay; progress: Progress; now: Instant },
): Stop {
  const { kind } = fault;
  const tries = progress.tries + 1;
  const common = { id: row.id, now, pageSize: row.pageSize, requests: kind === 'paused' ? 0 : 1 };
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
  switch (kind) {
    case 'paused':
      return wait(Math.max(0, (fault.until ?? now) - now), { progress });
    case 'too_heavy':
      if (row.pageSize <= 1) return stop('parked', WORDS.too_heavy ?? '');
      return wait(1_000, { pageSize: Math.floor(row.pageSize / 2), progress: { ...progress, calm: 0 } });
    case 'unavailable':
      return wait(Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** Math.min(tries - 1, 10)));
    case 'malformed':
    case 'refused':
      if (tries < MOST_TRIES) return wait(1_000 * 2 ** tries);
      return stop('failed', 'GitHub’s answer could not be read. Try again; if it stays so, tell us.');
    default:
      return stop('parked', WORDS[kind] ?? '');
  }
}
