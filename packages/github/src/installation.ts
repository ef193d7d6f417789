import type {
  InstallationObservation,
  InstallationRepositoriesObservation,
  NamedRepository,
} from './observations.ts';
import type { InstallationPayload, InstallationRepositoriesPayload } from './organization-schemas.ts';

const STATES: Record<string, { state: InstallationObservation['state']; rank: number }> = {
  created: { state: 'active', rank: 0 },
  new_permissions_accepted: { state: 'active', rank: 1 },
  suspend: { state: 'suspended', rank: 2 },
  unsuspend: { state: 'active', rank: 3 },
  deleted: { state: 'deleted', rank: 4 },
};

export function observeInstallation(payload: InstallationPayload): InstallationObservation {
  const { installation } = payload;
  const known = STATES[payload.action] ?? { state: 'active', rank: 0 };
  const sourceAt = installation.updated_at ?? installation.created_at ?? 0;
  return {
    kind: 'installation',
    account: installation.account,
    state: known.state,
    permissions: installation.permissions,
    repositorySelection: installation.repository_selection ?? null,
    suspendedAt: known.state === 'suspended' ? (installation.suspended_at ?? sourceAt) : null,
    sourceAt,
    sourceRank: known.rank,
  };
}

export function observeInstallationRepositories(
  payload: InstallationRepositoriesPayload,
): InstallationRepositoriesObservation {
  const { installation } = payload;
  return {
    kind: 'installation_repositories',
    account: installation.account,
    repositorySelection: payload.repository_selection ?? installation.repository_selection ?? null,
    added: payload.repositories_added.map(nameRepository),
    removed: payload.repositories_removed.map(nameRepository),
  };
}

function nameRepository({ id, full_name }: { id: string; full_name: string }): NamedRepository {
  return { githubId: id, ownerLogin: full_name.split('/')[0] ?? '' };
}
