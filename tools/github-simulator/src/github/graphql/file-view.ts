import type { GithubPullRequest } from '../world/model.ts';
import { connection, type PageArguments } from './connection.ts';

interface ChangedFile {
  readonly path: string;
  readonly additions: number;
  readonly deletions: number;
}

/** A share of a pull request's files is written by programs; which, hangs on its id alone. */
const generated = ['package-lock.json', 'src/__snapshots__/view.test.ts.snap', 'api/service.pb.go'];

/** Spreads lines over the files, more to the first. */
function share(lines: number, index: number, count: number): number {
  const half = Math.ceil(lines / 2);
  if (count === 1) return lines;
  if (index === 0) return half;
  const others = count - 1;
  const rest = lines - half;
  return Math.floor(rest / others) + (index <= rest % others ? 1 : 0);
}

/** Deliveries count files and lines without naming the files, so the local GitHub makes their names up; the sums are those it was told. */
export function filesOf({ id, additions, deletions, changedFiles }: GithubPullRequest): ChangedFile[] {
  const programs = id % 3 === 0 ? generated[Math.floor(id / 3) % generated.length] : undefined;
  return Array.from({ length: changedFiles }, (_, index) => ({
    path: index === 0 && programs !== undefined ? programs : `src/part-${index + 1}.ts`,
    additions: share(additions, index, changedFiles),
    deletions: share(deletions, index, changedFiles),
  }));
}

export function fileConnection(pullRequest: GithubPullRequest, page: PageArguments): object {
  const items = filesOf(pullRequest).map((file, index) => ({ file, index }));
  return connection(page, {
    items,
    positionOf: ({ index }) => [index, 0],
    view: ({ file }) => ({
      __typename: 'PullRequestChangedFile',
      ...file,
      changeType: 'MODIFIED',
      viewerViewedState: 'UNVIEWED',
    }),
  });
}
