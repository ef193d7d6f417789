import type { listImports } from '@devpulse/contracts/github/imports';
import type { InstallationView } from '@devpulse/contracts/github/installations';
import type { RouteResponse } from '@devpulse/contracts/route';
import { formatCount } from '@devpulse/domain/metrics/format';
import { Card } from '@devpulse/ui/card';
import { ProgressBar } from '@devpulse/ui/progress-bar';
import { countOf } from '../../lib/count-words.ts';
import { clockText } from '../../lib/day-words.ts';
import { shareRead, timeLeftText } from '../../lib/import-words.ts';
import type { ImportTotals } from './connection-steps.ts';
import { FollowProgress } from './follow-progress.tsx';
import { HistoryTable } from './history-table.tsx';
import { isMoving, shareOfRepositories } from './import-states.ts';

const EVERY_MS = { moving: 2000, waiting: 15_000 };

/** How much of the history has been read, in all and for each repository; reads itself anew as long as anything is missing. */
export function HistoryCard({
  organization,
  imports: { totals, items },
  installations,
  clock,
}: {
  organization: string;
  imports: RouteResponse<typeof listImports>;
  installations: readonly InstallationView[];
  clock: { zone: string; now: number };
}) {
  const isFinished = totals.unfinished === 0;
  if (items.length === 0) {
    return (
      <Card title="Reading the history">
        <p className="role-body mt-2 text-muted">
          No history is being read. Events are counted as they come; the history is read through an App that
          is installed from here, or with a token.
        </p>
      </Card>
    );
  }
  return (
    <Card title="Reading the history">
      {!isFinished && <FollowProgress every={isMoving(items) ? EVERY_MS.moving : EVERY_MS.waiting} />}
      <Summary totals={totals} items={items} />
      <HistoryTable organization={organization} items={items} clock={clock} />
      <div className="role-caption mt-3 flex flex-col gap-1 text-muted">
        {budgetTexts(installations, clock).map((text) => (
          <p key={text}>{text}</p>
        ))}
        {!isFinished && <p>New events are counted meanwhile. Closing this page stops nothing.</p>}
      </div>
    </Card>
  );
}

function Summary({ totals, items }: RouteResponse<typeof listImports>) {
  const { pullRequestsRead: read, pullRequestsEstimated: estimated, unfinished, secondsLeft } = totals;
  const share = shareRead(read, estimated, unfinished === 0);
  const percent = share === null ? null : Math.floor(share * 100);
  const left = unfinished === 0 ? null : timeLeftText(secondsLeft, 'long');
  return (
    <div className="mt-2 mb-3">
      <p className="flex flex-wrap items-baseline gap-x-3">
        {percent !== null && <span className="role-figure">{percent} %</span>}
        <span className="role-body text-muted">
          {countText(totals)}
          {left !== null && `, ${left} left`}
        </span>
      </p>
      <ProgressBar
        label="All repositories"
        share={share ?? shareOfRepositories(items)}
        isTall
        className="mt-2"
      />
      <p role="status" className="sr-only">
        {announcement(percent)}
      </p>
    </div>
  );
}

/** `5,102 of 6,040 pull requests`; an estimate that was too small is never shown as less than what was read. */
function countText({ repositories, unfinished, ...totals }: ImportTotals): string {
  const { pullRequestsRead: read, pullRequestsEstimated: estimated } = totals;
  if (unfinished === 0) return `${countOf(read, 'pull request')} read`;
  if (estimated === null) {
    const complete = `${repositories - unfinished} of ${countOf(repositories, 'repository', 'repositories')} complete`;
    return `${countOf(read, 'pull request')} read so far, ${complete}`;
  }
  return `${formatCount(read)} of ${countOf(Math.max(read, estimated), 'pull request')}`;
}

/** In steps of a tenth, so that nobody is told of every page that was read. */
function announcement(percent: number | null): string {
  if (percent === 100) return 'The history is read.';
  return percent === null ? '' : `More than ${Math.floor(percent / 10) * 10} % read`;
}

/** What GitHub still allows, for each account that is read. */
function budgetTexts(
  installations: readonly InstallationView[],
  { zone, now }: { zone: string; now: number },
): string[] {
  return installations.flatMap(({ accountLogin, budgets, state }) => {
    const budget = budgets.find(({ resource }) => resource === 'graphql') ?? budgets[0];
    if (state !== 'active' || budget === undefined) return [];
    const { blockedUntil, remaining, limit } = budget;
    if (blockedUntil !== null && Date.parse(blockedUntil) > now) {
      return [
        `${accountLogin}: GitHub asked for a pause; it goes on at ${clockText(blockedUntil, zone, now)}.`,
      ];
    }
    if (remaining === null || limit === null) return [];
    return [
      `${accountLogin}: ${formatCount(remaining)} of ${formatCount(limit)} points of GitHub’s hourly budget left.`,
    ];
  });
}
