import type { JsonObject } from '../../model.ts';
import { nodeId } from '../../payloads/node-id.ts';
import { repositoryUrlFields } from '../../payloads/repository.ts';
import { fullName } from '../world/github-world.ts';
import { dateTime } from '../world/instant.ts';
import type { GithubActivity, GithubRepository } from '../world/model.ts';
import { accountJson, accountOrNull } from './account.ts';

/** A repository as lists and webhooks show it. @param url address of the local GitHub */
export function repositoryJson(repository: GithubRepository, url: string): JsonObject {
  const name = fullName(repository);
  const api = `${url}/api/v3/repos/${name}`;
  const host = new URL(url).host;
  const open = [...repository.pullRequests.values()].filter(({ state }) => state === 'OPEN').length;
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: name,
    private: repository.isPrivate,
    owner: accountJson(repository.owner, url),
    html_url: `${url}/${name}`,
    description: repository.description,
    fork: repository.isFork,
    url: api,
    ...Object.fromEntries(repositoryUrlFields.map(([field, suffix]) => [field, api + suffix])),
    created_at: dateTime(repository.createdAt),
    updated_at: dateTime(repository.updatedAt),
    pushed_at: dateTime(repository.pushedAt),
    git_url: `git://${host}/${name}.git`,
    ssh_url: `git@${host}:${name}.git`,
    clone_url: `${url}/${name}.git`,
    svn_url: `${url}/${name}`,
    homepage: null,
    size: 1_840,
    stargazers_count: 0,
    watchers_count: 0,
    language: repository.language,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.isArchived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.isPrivate ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

/** What `GET /repos/{owner}/{repo}` shows beyond the lists. */
export function fullRepositoryJson(repository: GithubRepository, url: string): JsonObject {
  const { owner } = repository;
  return {
    ...repositoryJson(repository, url),
    permissions: { admin: false, maintain: false, push: false, triage: false, pull: true },
    network_count: 0,
    subscribers_count: 1,
    ...(owner.type === 'Organization' && { organization: accountJson(owner, url) }),
  };
}

/** The few fields by which events of installations name repositories. */
export function repositoryReferenceJson(repository: GithubRepository): JsonObject {
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.isPrivate,
  };
}

export function activityJson(
  repository: GithubRepository,
  activity: GithubActivity,
  url: string,
): JsonObject {
  return {
    id: activity.id,
    node_id: nodeId('PSH', repository.id, activity.id),
    before: activity.before,
    after: activity.after,
    ref: activity.ref,
    timestamp: dateTime(activity.at),
    activity_type: activity.type,
    actor: accountOrNull(activity.actor, url),
  };
}
