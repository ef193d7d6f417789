import type { getGithub } from '@devpulse/contracts/github/connection';
import type { listImports } from '@devpulse/contracts/github/imports';
import type { RouteResponse } from '@devpulse/contracts/route';
import { formatCount } from '@devpulse/domain/metrics/format';
import type { Step } from '@devpulse/ui/step-list';
import { countOf } from '../../lib/count-words.ts';
import { shareRead, timeLeftText } from '../../lib/import-words.ts';

export type Connection = RouteResponse<typeof getGithub>;
export type ImportTotals = RouteResponse<typeof listImports>['totals'];
export type ConnectionStep = 'install' | 'choose' | 'watch' | 'done';

/** How far an organization is with connecting GitHub. What was deleted on GitHub connects nothing any more. */
export function connectionStep(connection: Connection, totals: ImportTotals): ConnectionStep {
  if (!isConnected(connection)) return 'install';
  if (connection.repositories.tracked === 0) return 'choose';
  return totals.unfinished > 0 ? 'watch' : 'done';
}

export function isConnected({ installations, tokens }: Connection): boolean {
  return tokens.length > 0 || installations.some(({ state }) => state !== 'deleted');
}

/** The three steps as they are drawn. */
export function connectionSteps(connection: Connection, totals: ImportTotals): Step[] {
  const { known, tracked } = connection.repositories;
  const steps = [
    { id: 'install', label: 'Install the GitHub App', detail: sourceText(connection) },
    {
      id: 'choose',
      label: 'Choose repositories',
      detail: tracked > 0 ? `${tracked} of ${known} chosen` : 'only those are read',
    },
    { id: 'watch', label: 'Watch it fill', detail: fillText(totals, tracked) },
  ];
  const current = connectionStep(connection, totals);
  const position = current === 'done' ? steps.length : steps.findIndex(({ id }) => id === current);
  return steps.map(({ label, detail }, index) => ({
    label,
    detail,
    state: index < position ? 'done' : index === position ? 'current' : 'ahead',
  }));
}

function sourceText({ installations, tokens }: Connection): string {
  const logins = installations.filter(({ state }) => state !== 'deleted').map((one) => one.accountLogin);
  if (logins.length > 0) return `read only; ${logins.join(', ')}`;
  return tokens.length > 0
    ? `a token of ${tokens.map(({ login }) => login).join(', ')}`
    : 'read only, no code';
}

function fillText(totals: ImportTotals, tracked: number): string {
  if (tracked === 0) return 'the first figures within minutes';
  const { pullRequestsRead, pullRequestsEstimated, unfinished, secondsLeft } = totals;
  if (unfinished === 0) return `${countOf(pullRequestsRead, 'pull request')} read`;
  const share = shareRead(pullRequestsRead, pullRequestsEstimated, false);
  const read = share === null ? `${formatCount(pullRequestsRead)} read` : `${Math.floor(share * 100)} % read`;
  const left = timeLeftText(secondsLeft, 'long');
  return left === null ? read : `${read}, ${left} left`;
}
