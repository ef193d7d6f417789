import type { JsonObject } from '../../model.ts';
import { ApiError } from '../http/api-error.ts';
import type { Call } from '../http/hub.ts';
import { commitJson } from '../rendering/pull-request.ts';
import { fullName } from '../world/github-world.ts';
import type { GithubCommit, GithubRepository } from '../world/model.ts';
import { headOf } from '../world/push-ledger.ts';
import { perPageOf } from './paging.ts';

/** The commit and those before it, newest first; ends where the world knows no more. */
function ancestry(repository: GithubRepository, oid: string): string[] {
  const oids: string[] = [];
  for (let at: string | null = oid; at !== null; at = repository.commits.get(at)?.parentOid ?? null)
    oids.push(at);
  return oids;
}

function resolve(repository: GithubRepository, name: string): string {
  const oid = repository.commits.has(name) ? name : headOf(repository, name);
  if (oid !== null) return oid;
  // A commit from before the world is known by its name only, as the base of a branch.
  if (/^[0-9a-f]{40}$/.test(name)) return name;
  throw new ApiError(404, 'Not Found');
}

function bare(oid: string): GithubCommit {
  const author = { name: 'ghost', email: 'ghost@users.noreply.github.com', user: null };
  return { oid, message: '', author, authoredAt: 0, committedAt: 0, parentOid: null };
}

/**
 * Two commits or branches by their common past.
 * @param basehead `base...head`
 * @throws ApiError 404 for names that are unknown or have no common past
 */
export function compareCommits(repository: GithubRepository, basehead: string, call: Call): JsonObject {
  const [base = '', head = ''] = basehead.split('...');
  const baseLine = ancestry(repository, resolve(repository, base));
  const headLine = ancestry(repository, resolve(repository, head));
  const inBase = new Set(baseLine);
  const forkOid = headLine.find((oid) => inBase.has(oid));
  if (forkOid === undefined) throw new ApiError(404, 'Not Found');
  const ahead = headLine.slice(0, headLine.indexOf(forkOid));
  const behind = baseLine.indexOf(forkOid);
  const { url } = call.hub;
  const name = `${fullName(repository)}/compare/${base}...${head}`;
  const show = (oid: string) => commitJson(repository, repository.commits.get(oid) ?? bare(oid), url);
  const commits = ahead.toReversed();
  const size = call.exchange.query.has('per_page') ? perPageOf(call) : 250;
  const page = Math.max(1, Number(call.exchange.query.get('page') ?? 1) || 1);
  const status = ahead.length > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical';
  return {
    url: `${url}/api/v3/repos/${name}`,
    html_url: `${url}/${name}`,
    permalink_url: `${url}/${name}`,
    diff_url: `${url}/${name}.diff`,
    patch_url: `${url}/${name}.patch`,
    base_commit: show(baseLine[0] ?? forkOid),
    merge_base_commit: show(forkOid),
    status,
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: commits.slice((page - 1) * size, page * size).map(show),
    files: [],
  };
}
