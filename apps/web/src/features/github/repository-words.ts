import type { RepositoryChoice } from '@devpulse/contracts/github/repositories';
import { DEFAULT_HISTORY_MONTHS, historyStart } from '@devpulse/domain/github/imports';

const HISTORY_MONTHS = [1, 3, 6, 12, 24];
const EVERYTHING = 'all';

const REMOVED = {
  removed: 'not shown to the App any more',
  deleted: 'deleted on GitHub',
  transferred: 'transferred',
  uninstalled: 'App uninstalled',
};

/** A repository as a row of the choice. */
export type RepositoryRow = { id: string; name: string; state: string; isChosen: boolean };

/**
 * By name; ticked as they are tracked, and at the very first as `isLively` proposes. Owners are named where there are several. What is
 * gone from GitHub can only be given up.
 */
export function repositoryRows(repositories: readonly RepositoryChoice[], now: number): RepositoryRow[] {
  const isFirst = repositories.every(({ isTracked }) => !isTracked);
  const shown = repositories.filter(({ isTracked, removedAt }) => isTracked || removedAt === null);
  const names = shortNames(shown.map(({ fullName }) => fullName));
  return shown.map((repository, index) => ({
    id: repository.id,
    name: names[index] ?? repository.fullName,
    state: stateText(repository, now),
    isChosen: isFirst ? isLively(repository, now) : repository.isTracked,
  }));
}

/** Names without their owner where all have the same one. */
export function shortNames(fullNames: readonly string[]): string[] {
  const owners = new Set(fullNames.map((name) => name.split('/')[0]));
  return owners.size === 1 ? fullNames.map((name) => name.slice(name.indexOf('/') + 1)) : [...fullNames];
}

/** Neither archived nor gone, and pushed to within six months. */
function isLively({ isArchived, removedAt, pushedAt }: RepositoryChoice, now: number): boolean {
  const since = historyStart(DEFAULT_HISTORY_MONTHS, now) ?? 0;
  return !isArchived && removedAt === null && pushedAt !== null && Date.parse(pushedAt) >= since;
}

function stateText(repository: RepositoryChoice, now: number): string {
  const { removedReason, isArchived, pushedAt, defaultBranch, source } = repository;
  if (removedReason !== null) return REMOVED[removedReason];
  if (isArchived) return 'archived';
  if (source === 'deliveries' && pushedAt === null) return 'known by its events';
  if (pushedAt === null) return 'never pushed to';
  if (isLively(repository, now)) return defaultBranch ?? '';
  const months = Temporal.Instant.from(pushedAt)
    .toZonedDateTimeISO('UTC')
    .until(Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC'), {
      largestUnit: 'months',
    }).months;
  return `no push for ${months} months`;
}

/** How far back history may be read; `chosen` is among them whatever it is. */
export function historyOptions(chosen: number | null): { value: string; label: string }[] {
  const months =
    chosen === null || HISTORY_MONTHS.includes(chosen) ? HISTORY_MONTHS : [...HISTORY_MONTHS, chosen];
  return [
    ...months
      .toSorted((a, b) => a - b)
      .map((count) => ({ value: String(count), label: count === 1 ? '1 month' : `${count} months` })),
    { value: EVERYTHING, label: 'Everything' },
  ];
}

export function historyValue(months: number | null): string {
  return months === null ? EVERYTHING : String(months);
}

/** Months of an option; null is everything. What is no option is the usual. */
export function historyMonths(value: string): number | null {
  if (value === EVERYTHING) return null;
  return /^\d{1,3}$/.test(value) ? Number(value) : DEFAULT_HISTORY_MONTHS;
}
