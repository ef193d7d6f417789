import type { ImportView } from '@devpulse/contracts/github/imports';
import { clockText } from '../../lib/day-words.ts';
import { shareRead } from '../../lib/import-words.ts';

export type ImportStateView = {
  kind: 'complete' | 'importing' | 'next' | 'paused' | 'waiting' | 'stopped';
  words: string;
};

/** What an import is doing, in words; times in the zone. A wait for GitHub ends by itself at the time that is said. */
export function importState(view: ImportView, zone: string, now: number): ImportStateView {
  const isWaiting = view.notBefore !== null && Date.parse(view.notBefore) > now;
  switch (view.state) {
    case 'done':
      return { kind: 'complete', words: 'complete' };
    case 'paused':
      return { kind: 'paused', words: 'paused' };
    case 'parked':
    case 'failed':
      return { kind: 'stopped', words: `stopped: ${view.reason ?? 'no reason was given'}` };
    case 'cancelled':
      return { kind: 'stopped', words: 'stopped: not read to its end' };
    default:
      if (isWaiting && view.notBefore !== null) {
        return { kind: 'waiting', words: `waiting for GitHub until ${clockText(view.notBefore, zone, now)}` };
      }
      return view.state === 'running'
        ? { kind: 'importing', words: 'importing' }
        : { kind: 'next', words: 'next' };
  }
}

/** The one thing that a person can do about an import. */
export function importChoice(view: ImportView): 'pause' | 'resume' | 'again' {
  if (view.state === 'running' || view.state === 'waiting') return 'pause';
  return view.state === 'done' || view.state === 'cancelled' ? 'again' : 'resume';
}

/** Whether anything goes on by itself; else only a person or GitHub changes what is shown. */
export function isMoving(items: readonly ImportView[]): boolean {
  return items.some(({ state }) => state === 'running' || state === 'waiting');
}

/**
 * How much of all repositories has been read, 0 … 1, each counted alike: how many pull requests there are is known of a repository only
 * once it is its turn.
 */
export function shareOfRepositories(
  items: readonly Pick<ImportView, 'pullRequestsRead' | 'pullRequestsEstimated' | 'state'>[],
): number {
  const shares = items.map(
    ({ pullRequestsRead, pullRequestsEstimated, state }) =>
      shareRead(pullRequestsRead, pullRequestsEstimated, state === 'done') ?? 0,
  );
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, items.length);
}
