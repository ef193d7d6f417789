import type { Account, Fork, JsonObject, Repository } from '../model.ts';
import { fernhill } from '../people.ts';
import { accountPayload, instantText, unixSeconds } from './account.ts';
import { nodeId } from './node-id.ts';

/** Suffixes of the url fields in GitHub's order. */
export const repositoryUrlFields: readonly (readonly [string, string])[] = [
  ['forks_url', '/forks'],
  ['keys_url', '/keys{/key_id}'],
  ['collaborators_url', '/collaborators{/collaborator}'],
  ['teams_url', '/teams'],
  ['hooks_url', '/hooks'],
  ['issue_events_url', '/issues/events{/number}'],
  ['events_url', '/events'],
  ['assignees_url', '/assignees{/user}'],
  ['branches_url', '/branches{/branch}'],
  ['tags_url', '/tags'],
  ['blobs_url', '/git/blobs{/sha}'],
  ['git_tags_url', '/git/tags{/sha}'],
  ['git_refs_url', '/git/refs{/sha}'],
  ['trees_url', '/git/trees{/sha}'],
  ['statuses_url', '/statuses/{sha}'],
  ['languages_url', '/languages'],
  ['stargazers_url', '/stargazers'],
  ['contributors_url', '/contributors'],
  ['subscribers_url', '/subscribers'],
  ['subscription_url', '/subscription'],
  ['commits_url', '/commits{/sha}'],
  ['git_commits_url', '/git/commits{/sha}'],
  ['comments_url', '/comments{/number}'],
  ['issue_comment_url', '/issues/comments{/number}'],
  ['contents_url', '/contents/{+path}'],
  ['compare_url', '/compare/{base}...{head}'],
  ['merges_url', '/merges'],
  ['archive_url', '/{archive_format}{/ref}'],
  ['downloads_url', '/downloads'],
  ['issues_url', '/issues{/number}'],
  ['pulls_url', '/pulls{/number}'],
  ['milestones_url', '/milestones{/number}'],
  ['notifications_url', '/notifications{?since,all,participating}'],
  ['labels_url', '/labels{/name}'],
  ['releases_url', '/releases{/id}'],
  ['deployments_url', '/deployments'],
];

/** `Fernhill/ledger`, or `twilk/ledger` for a fork. */
export function fullName(repository: Repository, fork: Fork | null = null): string {
  return `${fork?.owner.login ?? fernhill.organization.login}/${repository.name}`;
}

interface Identity {
  readonly id: number;
  readonly owner: Account;
  readonly isFork: boolean;
  readonly createdAt: number;
}

function identityPart(repository: Repository, identity: Identity): JsonObject {
  const name = `${identity.owner.login}/${repository.name}`;
  const url = `https://api.github.com/repos/${name}`;
  return {
    id: identity.id,
    node_id: nodeId('R', identity.id),
    name: repository.name,
    full_name: name,
    private: repository.isPrivate,
    owner: accountPayload(identity.owner),
    html_url: `https://github.com/${name}`,
    description: repository.description,
    fork: identity.isFork,
    url,
    ...Object.fromEntries(repositoryUrlFields.map(([field, suffix]) => [field, url + suffix])),
  };
}

const identityParts = new Map<number, JsonObject>();

function repositoryObject(repository: Repository, identity: Identity): JsonObject {
  let part = identityParts.get(identity.id);
  if (part === undefined) {
    part = identityPart(repository, identity);
    identityParts.set(identity.id, part);
  }
  const page = `github.com/${identity.owner.login}/${repository.name}`;
  const openCount = identity.isFork ? 0 : repository.openPullRequests;
  return {
    ...part,
    created_at: instantText(identity.createdAt),
    updated_at: instantText(repository.updatedAt),
    pushed_at: instantText(repository.pushedAt),
    git_url: `git://${page}.git`,
    ssh_url: `git@github.com:${page.slice('github.com/'.length)}.git`,
    clone_url: `https://${page}.git`,
    svn_url: `https://${page}`,
    homepage: null,
    size: 1_840 + repository.nextNumber * 3,
    stargazers_count: 2,
    watchers_count: 2,
    language: repository.language,
    has_issues: !identity.isFork,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 1,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: openCount,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.isPrivate ? 'private' : 'public',
    forks: 1,
    open_issues: openCount,
    watchers: 2,
    default_branch: 'main',
    custom_properties: {},
  };
}

/** The top-level `repository` of a payload. */
export function repositoryPayload(repository: Repository): JsonObject {
  return repositoryObject(repository, {
    id: repository.id,
    owner: fernhill.organization,
    isFork: false,
    createdAt: repository.createdAt,
  });
}

/** `head.repo` and `base.repo` of a pull request, which also tell the merge settings. */
export function nestedRepositoryPayload(repository: Repository, fork: Fork | null): JsonObject {
  const base =
    fork === null
      ? repositoryPayload(repository)
      : repositoryObject(repository, {
          id: fork.id,
          owner: fork.owner,
          isFork: true,
          createdAt: fork.createdAt,
        });
  return {
    ...base,
    allow_squash_merge: true,
    allow_merge_commit: false,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: true,
    allow_update_branch: true,
    use_squash_pr_title_as_default: true,
    squash_merge_commit_message: 'COMMIT_MESSAGES',
    squash_merge_commit_title: 'PR_TITLE',
    merge_commit_message: 'PR_TITLE',
    merge_commit_title: 'MERGE_MESSAGE',
  };
}

/** The `repository` of a push: creation and last push as Unix seconds, and a few fields of its own. */
export function pushedRepositoryPayload(repository: Repository): JsonObject {
  const { login } = fernhill.organization;
  return {
    ...repositoryPayload(repository),
    owner: { name: login, email: null, ...accountPayload(fernhill.organization) },
    url: `https://api.github.com/repos/${fullName(repository)}`,
    created_at: unixSeconds(repository.createdAt),
    pushed_at: unixSeconds(repository.pushedAt),
    stargazers: 2,
    master_branch: 'main',
    organization: login,
  };
}
