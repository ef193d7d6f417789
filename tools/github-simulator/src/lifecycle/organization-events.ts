import type { Life } from '../agenda.ts';
import type { Account, Occurrence, Person } from '../model.ts';
import {
  installationCreated,
  ping,
  repositoryAddedToInstallation,
  repositoryCreated,
} from '../payloads/installation.ts';
import { memberJoined, membershipOccurrence, teamAddedToRepository, teamCreated } from '../payloads/team.ts';
import { people, personByLogin, teamMoves, teams } from '../people.ts';
import { shareOfWork } from '../repositories.ts';
import type { World } from '../world.ts';
import { closeUnmerged } from './closing.ts';
import { PullRequestLife } from './life.ts';
import { unopened } from './plan.ts';

const week = 7 * 86_400_000;

type Happening = (at: number) => Occurrence;

function joining(member: Person, sender: Account): Happening {
  return () => membershipOccurrence({ action: 'added', member, team: member.firstTeam, sender });
}

/** The first minute: the app is installed on five repositories, the sixth follows, teams and their members are told. */
export function* installation(world: World): Life {
  const owner = personByLogin('martalind');
  const last = world.repositories.at(-1);
  const first = world.repositories.slice(0, -1);
  const happenings: Happening[] = [ping, (at) => installationCreated(first, { sender: owner, at })];
  for (const team of teams) happenings.push(() => teamCreated(team.name, owner));
  for (const member of people.filter((person) => person.joinsAfterWeeks === 0))
    happenings.push(joining(member, owner));
  if (last !== undefined) {
    const installedAt = world.start;
    happenings.push(() => repositoryCreated(last, owner));
    happenings.push(() => repositoryAddedToInstallation({ repository: last, sender: owner, installedAt }));
  }
  for (const team of teams) {
    for (const repository of world.repositories.filter(
      (candidate) => shareOfWork(candidate, team.name) >= 20,
    )) {
      happenings.push(() => teamAddedToRepository(team.name, { repository, sender: owner }));
    }
  }
  for (const [index, happen] of happenings.entries()) yield { due: world.start + index * 1_000, happen };
}

/** People who join the organization later than the app did. */
export function* newcomers(world: World): Life {
  const lead = personByLogin('ines-aguiar');
  for (const person of people.filter(({ joinsAfterWeeks }) => joinsAfterWeeks > 0)) {
    const due = world.start + person.joinsAfterWeeks * week;
    yield { due, happen: () => memberJoined(person, lead) };
    yield { due: due + 2_000, happen: joining(person, lead) };
  }
}

/** People who change their team. */
export function* moves(world: World): Life {
  const sender = personByLogin('ines-aguiar');
  for (const move of teamMoves) {
    const member = personByLogin(move.login);
    const due = world.start + move.afterWeeks * week;
    yield {
      due,
      happen: () => membershipOccurrence({ action: 'removed', member, team: world.teamOf(member), sender }),
    };
    yield {
      due: due + 3_000,
      happen: () => {
        world.moveToTeam(member, move.to);
        return membershipOccurrence({ action: 'added', member, team: move.to, sender });
      },
    };
  }
}

/** A pull request from before the installation whose author and fork have been deleted since. */
export function* ghost(world: World): Life {
  const repository = world.repositories.find(({ isPrivate }) => !isPrivate);
  const keeper = personByLogin('hweiss');
  if (repository === undefined) return;
  const fork = {
    id: 700_114_209,
    owner: { id: 101_554_870, login: 'passer-by', type: 'User' as const },
    createdAt: 0,
  };
  const pullRequest = unopened(
    {
      repository,
      author: null,
      association: 'NONE',
      title: 'Translate the app to Esperanto',
      body: 'Saluton!',
      headRef: 'esperanto',
    },
    fork,
  );
  const createdAt = world.start - 3 * week;
  const id = world.pullRequestIds.next(createdAt);
  const number = repository.nextNumber - 9;
  const headSha = world.random.fork('ghost').hex(40);
  Object.assign(pullRequest, { id, number, headSha, createdAt, updatedAt: createdAt, forkIsDeleted: true });
  Object.assign(pullRequest, { additions: 812, deletions: 3, changedFiles: 14, commits: 6 });
  repository.openPullRequests += 1;
  const random = world.random.fork('ghost-life');
  const life = new PullRequestLife(world, pullRequest, { random, at: world.start + 9 * 86_400_000 });
  life.isOpened = true;
  life.work(keeper, 2);
  yield* life.review(keeper, 'commented');
  life.work(keeper, 3);
  yield* closeUnmerged(life, keeper);
}
