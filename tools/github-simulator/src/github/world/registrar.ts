import type { GithubWorld } from './github-world.ts';
import { wholeSecond } from './instant.ts';
import type { GithubAccount, GithubRepository, GithubTeam } from './model.ts';
import type { AccountPart, RepositoryPart, TeamPart } from './payload.ts';

/** An instant of a payload: text, or whole seconds in push payloads. */
export function instantOf(value: string | number): number {
  return typeof value === 'number' ? value * 1_000 : wholeSecond(Date.parse(value));
}

/** Turns the accounts, repositories and teams of payloads into those of the world. */
export class Registrar {
  readonly world: GithubWorld;

  constructor(world: GithubWorld) {
    this.world = world;
  }

  account(part: AccountPart | null | undefined): GithubAccount | null {
    return part == null ? null : this.world.meet(part);
  }

  /** The repository as the payload shows it; moved when its name or owner has changed. */
  repository(part: RepositoryPart): GithubRepository {
    const [login = '', name = part.name] = part.full_name.split('/');
    const owner = part.owner ? this.world.meet(part.owner) : this.world.accountByLogin(login);
    if (owner === null) throw new Error(`nobody has told who owns ${part.full_name}`);
    const known = this.world.repositories.get(part.id);
    const repository = known ?? this.#found(part, owner);
    if (repository.name !== name || repository.owner !== owner) this.world.move(repository, { name, owner });
    if (part.private !== undefined) repository.isPrivate = part.private;
    if (part.archived !== undefined) repository.isArchived = part.archived;
    if (part.updated_at !== undefined) repository.updatedAt = instantOf(part.updated_at);
    if (part.pushed_at !== undefined) repository.pushedAt = instantOf(part.pushed_at);
    return repository;
  }

  team(part: TeamPart, organization: GithubAccount): GithubTeam {
    const team = this.world.teams.get(part.id) ?? this.world.addTeam({ ...part, organization });
    return Object.assign(team, { name: part.name, slug: part.slug, description: part.description });
  }

  #found(part: RepositoryPart, owner: GithubAccount): GithubRepository {
    return this.world.addRepository({
      id: part.id,
      name: part.name,
      owner,
      isFork: part.fork ?? false,
      description: part.description ?? null,
      language: part.language ?? null,
      ...(part.default_branch !== undefined && { defaultBranch: part.default_branch }),
      ...(part.created_at !== undefined && { createdAt: instantOf(part.created_at) }),
    });
  }
}
