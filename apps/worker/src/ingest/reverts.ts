import { saveReverts } from '@devpulse/database/projection/reverts';
import { lockInOrder } from '@devpulse/database/transaction';
import type { PullRequestFacts } from '@devpulse/domain/delivery/facts';
import { numberLock } from './locks.ts';
import type { Projection } from './projection.ts';

type Reverting = { pull: { repositoryId: string; number: number }; facts: PullRequestFacts };

/** What a pull request reverts, and when it did; null for one that is not merged, or reverts nothing. */
function revertOf({ pull, facts }: Reverting) {
  if (facts.state !== 'merged' || facts.revertsNumber === null) return null;
  return { repositoryId: pull.repositoryId, number: facts.revertsNumber, at: facts.mergedAt };
}

/**
 * Keeps on what a pull request reverts, or did before, when it was reverted first; and on itself, where it has come to another place.
 * Its own row is saved. One that is new has looked for what reverts it while it was saved.
 */
export async function keepReverts(
  { tx, settings }: Pick<Projection, 'tx' | 'settings'>,
  change: { before: Reverting | null; after: Reverting },
): Promise<void> {
  const { before, after } = change;
  const [was, is] = [before && revertOf(before), revertOf(after)];
  const places =
    JSON.stringify(was) === JSON.stringify(is) ? [] : [was, is].filter((place) => place !== null);
  const place = ({ pull }: Reverting) => numberLock(pull);
  if (before !== null && place(before) !== place(after)) places.push({ ...after.pull, at: null });
  const byLock = new Map(places.map((reverted) => [numberLock(reverted), reverted]));
  await lockInOrder(tx, [...byLock.keys()].sort());
  for (const { repositoryId, number } of byLock.values())
    await saveReverts(tx, settings.id, { repositoryId, numbers: [number] });
}
