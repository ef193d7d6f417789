import type { Account, JsonObject, Occurrence, Repository } from '../model.ts';
import { fernhill } from '../people.ts';
import { accountPayload, envelope, instantText } from './account.ts';
import { nodeId } from './node-id.ts';
import { fullName, repositoryPayload } from './repository.ts';

const events = [
  'installation_target',
  'member',
  'membership',
  'organization',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
  'repository',
  'team',
];

function repositoryReference(repository: Repository): JsonObject {
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.isPrivate,
  };
}

function installationInFull(createdAt: number): JsonObject {
  const { installationId, organization } = fernhill;
  return {
    id: installationId,
    client_id: 'Iv23liFernhillDemo00',
    account: accountPayload(organization),
    repository_selection: 'selected',
    access_tokens_url: `https://api.github.com/app/installations/${installationId}/access_tokens`,
    repositories_url: 'https://api.github.com/installation/repositories',
    html_url: `https://github.com/organizations/${organization.login}/settings/installations/${installationId}`,
    app_id: fernhill.appId,
    app_slug: fernhill.appSlug,
    target_id: organization.id,
    target_type: 'Organization',
    permissions: { contents: 'read', members: 'read', metadata: 'read', pull_requests: 'read' },
    events,
    created_at: instantText(createdAt),
    updated_at: instantText(createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  };
}

export function installationCreated(
  repositories: readonly Repository[],
  by: { sender: Account; at: number },
): Occurrence {
  return {
    event: 'installation',
    action: 'created',
    lane: '',
    payload: () => ({
      action: 'created',
      installation: installationInFull(by.at),
      repositories: repositories.map(repositoryReference),
      requester: null,
      sender: accountPayload(by.sender),
    }),
  };
}

export interface AddedRepository {
  readonly repository: Repository;
  readonly sender: Account;
  /** Instant of the installation itself. */
  readonly installedAt: number;
}

export function repositoryAddedToInstallation(added: AddedRepository): Occurrence {
  return {
    event: 'installation_repositories',
    action: 'added',
    lane: '',
    payload: () => ({
      action: 'added',
      installation: installationInFull(added.installedAt),
      repository_selection: 'selected',
      repositories_added: [repositoryReference(added.repository)],
      repositories_removed: [],
      requester: null,
      sender: accountPayload(added.sender),
    }),
  };
}

export function repositoryCreated(repository: Repository, sender: Account): Occurrence {
  return {
    event: 'repository',
    action: 'created',
    lane: '',
    payload: () => ({ action: 'created', repository: repositoryPayload(repository), ...envelope(sender) }),
  };
}

/** What GitHub sends when the app's webhook address is saved; it belongs to no installation. */
export function ping(at: number): Occurrence {
  return {
    event: 'ping',
    action: null,
    lane: '',
    payload: () => ({
      zen: 'Approachable is better than simple.',
      hook_id: fernhill.hookId,
      hook: {
        type: 'App',
        id: fernhill.hookId,
        name: 'web',
        active: true,
        events,
        config: {
          content_type: 'json',
          insecure_ssl: '0',
          secret: '********',
          url: 'https://devpulse.example/',
        },
        updated_at: instantText(at),
        created_at: instantText(at),
        app_id: fernhill.appId,
        deliveries_url: 'https://api.github.com/app/hook/deliveries',
      },
    }),
  };
}
