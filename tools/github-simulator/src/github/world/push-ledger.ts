import type { GithubWorld } from './github-world.ts';
import { wholeSecond } from './instant.ts';
import type { ActivityType, GithubBranch, GithubCommit, GithubRepository } from './model.ts';
import type { CommitPart, WebhookPayload } from './payload.ts';

const nothing = '0'.repeat(40);

/** The head that a branch has, or null for one that is unknown. */
export function headOf(repository: GithubRepository, branch: string): string | null {
  const known = repository.branches.get(branch);
  return known?.commits.at(-1)?.oid ?? known?.baseOid ?? null;
}

function typeOf(payload: WebhookPayload): ActivityType {
  if (payload.before === nothing) return 'branch_creation';
  if (payload.after === nothing) return 'branch_deletion';
  if (payload.forced) return 'force_push';
  return payload.commits?.[0]?.committer.username === 'web-flow' ? 'pr_merge' : 'push';
}

/** How many commits a forced push leaves in place: it replaces as many as it carries. */
function keptBy(payload: WebhookPayload, branch: GithubBranch | undefined): readonly GithubCommit[] {
  const former = branch?.commits ?? [];
  if (!payload.forced) return former;
  return former.slice(0, Math.max(0, former.length - (payload.commits?.length ?? 0)));
}

/** Brings branch, commits and activity to the state after the push. */
export function bookPush(world: GithubWorld, repository: GithubRepository, payload: WebhookPayload): void {
  const { ref = '', before = nothing, after = nothing } = payload;
  const name = ref.replace('refs/heads/', '');
  const actor = payload.sender ? world.meet(payload.sender) : null;
  const at = repository.pushedAt;
  const type = typeOf(payload);
  repository.activity.push({ id: world.nextId(), before, after, ref, at, type, actor });
  if (type === 'branch_deletion') {
    repository.branches.delete(name);
    return;
  }
  const branch = repository.branches.get(name);
  const kept = keptBy(payload, branch);
  const baseOid =
    branch?.baseOid ?? (type === 'branch_creation' ? headOf(repository, repository.defaultBranch) : before);
  const commits = [...kept];
  for (const part of payload.commits ?? []) {
    const parentOid = commits.at(-1)?.oid ?? baseOid;
    const commit = commitOf(world, part, { parentOid, pushedAt: payload.forced ? at : null });
    repository.commits.set(commit.oid, commit);
    commits.push(commit);
  }
  repository.branches.set(name, { baseOid, commits, wasForced: payload.forced ?? false });
}

function commitOf(
  world: GithubWorld,
  part: CommitPart,
  placed: { parentOid: string | null; pushedAt: number | null },
): GithubCommit {
  const { name, email, username } = part.author;
  const authoredAt = wholeSecond(Date.parse(part.timestamp));
  return {
    oid: part.id,
    message: part.message,
    author: { name, email, user: username === undefined ? null : world.accountByLogin(username) },
    authoredAt,
    committedAt: placed.pushedAt ?? authoredAt,
    parentOid: placed.parentOid,
  };
}
