import { wholeSecond } from './instant.ts';
import type { GithubAccount, GithubPullRequest, GithubRepository, GithubTeam } from './model.ts';

export interface AccountSpec {
  readonly id: number;
  readonly login: string;
  readonly type: GithubAccount['type'];
  readonly name?: string | null;
  readonly email?: string | null;
}

export interface RepositorySpec {
  readonly id?: number;
  readonly name: string;
  readonly owner: GithubAccount;
  readonly description?: string | null;
  readonly language?: string | null;
  readonly isPrivate?: boolean;
  readonly isFork?: boolean;
  readonly defaultBranch?: string;
  /** Milliseconds since 1970. */
  readonly createdAt?: number;
}

const founded = Date.UTC(2024, 0, 15, 9, 0, 0);

/** Everything that GitHub knows, keyed by its numbers: names change, numbers stay. */
export class GithubWorld {
  readonly accounts = new Map<number, GithubAccount>();
  readonly repositories = new Map<number, GithubRepository>();
  readonly pullRequests = new Map<number, GithubPullRequest>();
  readonly teams = new Map<number, GithubTeam>();
  /** Ids of the members of each organization, by its id. */
  readonly members = new Map<number, Set<number>>();
  /** Former full names in lower case, by which GitHub still redirects. */
  readonly #formerNames = new Map<string, number>();
  readonly #names = new Map<string, number>();
  readonly #logins = new Map<string, number>();
  #lastId = 4_100_000_000;

  /** A number that nothing else has. */
  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** A smaller number that nothing else has, as accounts, repositories, teams and Apps get them. */
  nextSmallId(): number {
    return this.nextId() - 3_300_000_000;
  }

  /** Knows the account from now on; a known one takes the login it has now. */
  meet(spec: AccountSpec): GithubAccount {
    const known = this.accounts.get(spec.id);
    if (known === undefined) {
      const account = { ...spec, name: spec.name ?? null, email: spec.email ?? null };
      this.accounts.set(spec.id, account);
      this.#logins.set(spec.login.toLowerCase(), spec.id);
      return account;
    }
    if (known.login !== spec.login) {
      this.#logins.delete(known.login.toLowerCase());
      this.#logins.set(spec.login.toLowerCase(), spec.id);
      known.login = spec.login;
      for (const repository of this.repositories.values())
        if (repository.owner === known) this.#index(repository);
    }
    if (spec.name != null) known.name = spec.name;
    if (spec.email != null) known.email = spec.email;
    return known;
  }

  addUser(login: string, more: { id?: number; name?: string; email?: string } = {}): GithubAccount {
    return this.meet({ id: this.nextSmallId(), ...more, login, type: 'User' });
  }

  addBot(login: string): GithubAccount {
    return this.meet({ id: this.nextSmallId(), login, type: 'Bot' });
  }

  addOrganization(login: string, more: { id?: number; name?: string } = {}): GithubAccount {
    return this.meet({ id: this.nextSmallId(), ...more, login, type: 'Organization' });
  }

  accountByLogin(login: string): GithubAccount | null {
    const id = this.#logins.get(login.toLowerCase());
    return id === undefined ? null : (this.accounts.get(id) ?? null);
  }

  addRepository(spec: RepositorySpec): GithubRepository {
    const at = wholeSecond(spec.createdAt ?? founded);
    const repository: GithubRepository = {
      id: spec.id ?? this.nextSmallId(),
      name: spec.name,
      owner: spec.owner,
      description: spec.description ?? null,
      language: spec.language ?? null,
      isPrivate: spec.isPrivate ?? true,
      isArchived: false,
      isFork: spec.isFork ?? false,
      defaultBranch: spec.defaultBranch ?? 'main',
      createdAt: at,
      updatedAt: at,
      pushedAt: at,
      nextNumber: 1,
      pullRequests: new Map(),
      branches: new Map(),
      commits: new Map(),
      activity: [],
    };
    this.repositories.set(repository.id, repository);
    this.#index(repository);
    return repository;
  }

  /** Renames or transfers; the old name redirects until another repository takes it. */
  move(repository: GithubRepository, to: { name?: string; owner?: GithubAccount }): void {
    const former = fullName(repository).toLowerCase();
    this.#names.delete(former);
    this.#formerNames.set(former, repository.id);
    if (to.name !== undefined) repository.name = to.name;
    if (to.owner !== undefined) repository.owner = to.owner;
    this.#index(repository);
  }

  removeRepository(repository: GithubRepository): void {
    this.repositories.delete(repository.id);
    this.#names.delete(fullName(repository).toLowerCase());
    for (const pullRequest of repository.pullRequests.values()) this.pullRequests.delete(pullRequest.id);
  }

  /** Finds by `owner/name`, also by a former one. */
  repositoryByName(name: string): { repository: GithubRepository; isFormerName: boolean } | null {
    const key = name.toLowerCase();
    const present = this.repositories.get(this.#names.get(key) ?? 0);
    if (present !== undefined) return { repository: present, isFormerName: false };
    const former = this.repositories.get(this.#formerNames.get(key) ?? 0);
    return former === undefined ? null : { repository: former, isFormerName: true };
  }

  addTeam(spec: { id?: number; organization: GithubAccount; name: string; slug?: string }): GithubTeam {
    const team: GithubTeam = {
      id: spec.id ?? this.nextSmallId(),
      organization: spec.organization,
      name: spec.name,
      slug: spec.slug ?? spec.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
      description: null,
      memberIds: new Set(),
    };
    this.teams.set(team.id, team);
    return team;
  }

  addMember(organization: GithubAccount, member: GithubAccount): void {
    const members = this.members.get(organization.id) ?? new Set();
    this.members.set(organization.id, members.add(member.id));
  }

  ownedBy(account: GithubAccount): GithubRepository[] {
    return [...this.repositories.values()].filter(({ owner }) => owner === account);
  }

  /** Files the pull request under its id and its number. */
  file(pullRequest: GithubPullRequest): void {
    this.pullRequests.set(pullRequest.id, pullRequest);
    const { repository, number } = pullRequest;
    repository.pullRequests.set(number, pullRequest);
    repository.nextNumber = Math.max(repository.nextNumber, number + 1);
  }

  #index(repository: GithubRepository): void {
    const key = fullName(repository).toLowerCase();
    this.#names.set(key, repository.id);
    this.#formerNames.delete(key);
  }
}

/** `owner/name`. */
export function fullName(repository: GithubRepository): string {
  return `${repository.owner.login}/${repository.name}`;
}
