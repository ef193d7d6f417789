import type { ImportUnderWay } from '@devpulse/database/github/import-steps';
import type { RepositorySource } from '@devpulse/database/github/sources';
import type { Instant } from '@devpulse/domain/time/instant';
import { PageAnswer } from '@devpulse/github/backfill/answers';
import { pageQuery, REMAINDERS_AT_ONCE } from '@devpulse/github/backfill/documents';
import {
  addPages,
  beginPullRequest,
  completePullRequest,
  isComplete,
  observeRepositoryNode,
  type PartialPullRequest,
} from '@devpulse/github/backfill/translation';
import type { GithubClient } from '@devpulse/github/client/client';
import { GithubFault } from '@devpulse/github/client/client';
import type { CommitAuthorObservation, PullRequestObservation } from '@devpulse/github/observations';
import type { Progress } from './import-progress.ts';

export type ReadPage = {
  progress: Progress;
  /** Pull requests that are read to their end. */
  observations: PullRequestObservation[];
  authors: CommitAuthorObservation[];
  estimated: number | null;
};

/** With more pull requests than this half read, only what they owe is asked for: all of them wait in one row. */
const MOST_OWED = 25;

type Reading = { row: ImportUnderWay; source: RepositorySource; progress: Progress };

/** One request: the next page of the pass, and what earlier pull requests still owe. Rejects with a GithubFault. */
export async function readPage(client: GithubClient, reading: Reading): Promise<ReadPage> {
  const { row, progress } = reading;
  const owed = progress.owed.slice(0, REMAINDERS_AT_ONCE);
  const isDraining = progress.isReadThrough || progress.owed.length > MOST_OWED;
  const { document, variables } = pageQuery({
    repository: reading.source.repository.nodeId ?? '',
    size: isDraining ? 1 : row.pageSize,
    after: progress.cursor,
    onlyOpen: progress.pass === 'open',
    estimate: estimateQuery(reading),
    remainders: owed.map(({ node, after }) => ({ id: node.id, after })),
  });
  const { data, answeredAt } = await client.graphql(document, variables, PageAnswer);
  const { repository } = data;
  if (repository === null) throw new GithubFault('gone', 'The repository is not there, or may not be read.');
  const seen = observeRepositoryNode(repository, answeredAt);
  const { pageInfo, totalCount, nodes } = repository.pullRequests;
  const isWanted = ({ updatedAt }: { updatedAt: Instant }) =>
    progress.until === null || updatedAt >= progress.until;
  const fresh = isDraining ? [] : nodes.filter(isWanted);
  const parts = [
    ...fresh.map((node) => beginPullRequest(node, answeredAt)),
    ...goOn(owed, data.more, answeredAt),
  ];
  const complete = parts.filter(isComplete);
  const isLast = !isDraining && (!pageInfo.hasNextPage || fresh.length < nodes.length);
  return {
    progress: {
      ...progress,
      cursor: isDraining ? progress.cursor : pageInfo.endCursor,
      isReadThrough: progress.isReadThrough || isLast,
      begunAt: progress.cursor === null && !isDraining ? answeredAt : progress.begunAt,
      owed: [...progress.owed.slice(REMAINDERS_AT_ONCE), ...parts.filter((part) => !isComplete(part))],
    },
    observations: complete.map((part) => completePullRequest(part, seen)),
    authors: complete.flatMap(({ authors }) => authors),
    estimated:
      data.estimate?.issueCount ?? (row.since === null && row.estimated === null ? totalCount : null),
  };
}

/** A pull request that has vanished meanwhile owes nothing any more. */
function goOn(
  owed: readonly PartialPullRequest[],
  more: PageAnswer['more'],
  answeredAt: Instant,
): PartialPullRequest[] {
  const pages = new Map(more.map((node) => [node.id, node]));
  return owed.flatMap((part) => {
    const page = pages.get(part.node.id);
    return page === undefined ? [] : [addPages(part, page, answeredAt)];
  });
}

/** GitHub counts what has changed since; asked for once, with the first page. */
function estimateQuery({ row, source, progress }: Reading): string | null {
  const isFirst = progress.pass === 'history' && progress.cursor === null && !progress.isReadThrough;
  if (!isFirst || row.since === null || row.kind !== 'backfill') return null;
  const since = Temporal.Instant.fromEpochMilliseconds(row.since).toString({ fractionalSecondDigits: 0 });
  return `repo:${source.repository.fullName} is:pr updated:>=${since}`;
}
