import type { Account, Commit, JsonObject, Occurrence, Repository } from '../model.ts';
import { noreplyAddress } from '../people.ts';
import { envelope } from './account.ts';
import { branchLane } from './pull-request.ts';
import { fullName, pushedRepositoryPayload } from './repository.ts';

/** The commit name GitHub writes where there is none. */
export const noCommit = '0'.repeat(40);

/** An instant with the offset that the zone has then, as git writes it: `2026-11-20T14:32:00+01:00`. */
export function zonedText(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toString({ smallestUnit: 'second', timeZoneName: 'never' });
}

export interface Push {
  readonly repository: Repository;
  /** Branch name without `refs/heads/`. */
  readonly branch: string;
  readonly before: string;
  readonly after: string;
  readonly commits: readonly Commit[];
  readonly forced: boolean;
  readonly sender: Account;
  /** Instant of the push; commits are dated by their age from here. */
  readonly at: number;
}

function commitPayload(push: Push, commit: Commit): JsonObject {
  const author = {
    name: commit.author.name,
    email: commit.author.email,
    username: commit.author.account.login,
  };
  const webFlow = { name: 'GitHub', email: 'noreply@github.com', username: 'web-flow' };
  return {
    id: commit.sha,
    tree_id: [...commit.sha].reverse().join(''),
    distinct: true,
    message: commit.message,
    timestamp: zonedText(push.at - commit.ageMs, commit.author.zone),
    url: `https://github.com/${fullName(push.repository)}/commit/${commit.sha}`,
    author,
    committer: commit.byWebFlow ? webFlow : author,
    added: commit.added,
    removed: commit.removed,
    modified: commit.modified,
  };
}

function comparison(push: Push): string {
  const name = fullName(push.repository);
  if (push.before === noCommit) return `https://github.com/${name}/compare/${push.branch}`;
  const between = `${push.before.slice(0, 12)}...${push.after.slice(0, 12)}`;
  return `https://github.com/${name}/compare/${between}`;
}

export function pushOccurrence(push: Push): Occurrence {
  return {
    event: 'push',
    action: null,
    lane: branchLane(push.repository.id, push.branch),
    payload: () => {
      const commits = push.commits.map((commit) => commitPayload(push, commit));
      return {
        ref: `refs/heads/${push.branch}`,
        before: push.before,
        after: push.after,
        repository: pushedRepositoryPayload(push.repository),
        pusher: { name: push.sender.login, email: noreplyAddress(push.sender) },
        ...envelope(push.sender),
        created: push.before === noCommit,
        deleted: push.after === noCommit,
        forced: push.forced,
        base_ref: null,
        compare: comparison(push),
        commits,
        head_commit: commits.at(-1) ?? null,
      };
    },
  };
}
