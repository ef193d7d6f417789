import { people } from '../../people.ts';
import { Random } from '../../random.ts';
import { addPullRequest, type ReviewSpec } from './construction.ts';
import type { GithubWorld } from './github-world.ts';
import type { GithubAccount, GithubRepository } from './model.ts';

export interface PopulationOptions {
  /** Pull requests in all. */
  readonly count: number;
  readonly repositories: readonly GithubRepository[];
  readonly seed?: string;
  /** The span in which they are opened, in milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Moves the instant of an opening, such as into working hours; milliseconds since 1970. */
  readonly openedAt?: (instant: number) => number;
}

const hour = 3_600_000;

interface Cast {
  readonly authors: readonly GithubAccount[];
  readonly bot: GithubAccount;
}

/** Reviews between becoming ready and the end: a third are the author's own replies. */
function drawReviews(
  random: Random,
  cast: Cast,
  life: { author: GithubAccount; ready: number; end: number },
): ReviewSpec[] {
  const count = Math.min(30, Math.round(random.logNormal(1.6, 0.8)));
  const first = life.ready + Math.min(life.end - life.ready, random.logNormal(4 * hour, 1.6));
  const reviewer = random.pick(cast.authors.filter((one) => one !== life.author));
  return Array.from({ length: count }, (_, index) => {
    const isOwn = index > 0 && random.chance(0.33);
    const isLast = index === count - 1;
    const at = first + ((life.end - first) * index) / Math.max(1, count);
    const state = isOwn
      ? 'COMMENTED'
      : isLast
        ? 'APPROVED'
        : random.pick(['COMMENTED', 'CHANGES_REQUESTED'] as const);
    return { author: isOwn ? life.author : reviewer, state, at };
  });
}

function addOne(
  world: GithubWorld,
  random: Random,
  options: PopulationOptions & { cast: Cast; createdAt: number },
): void {
  const { cast, createdAt } = options;
  const isByBot = random.chance(0.3);
  const author = isByBot ? cast.bot : random.pick(cast.authors);
  const isDraft = !isByBot && random.chance(0.2);
  const ready = isDraft ? createdAt + random.logNormal(6 * hour, 1.2) : createdAt;
  const end = ready + random.logNormal(18 * hour, 1.25);
  const isMerged = random.chance(0.85);
  const lines = Math.max(1, Math.round(random.logNormal(54, 1.9)));
  const additions = Math.round(lines * random.between(0.5, 0.97));
  const reviewsInAll = isByBot ? [] : drawReviews(random, cast, { author, ready, end });
  const isOver = end < options.to;
  const reviews = reviewsInAll.filter(({ at }) => isOver || at < options.to);
  addPullRequest(world, {
    repository: random.pick(options.repositories),
    author,
    createdAt,
    title: isByBot ? `Bump dependency ${random.integer(1, 900)}` : `Change the way of ${random.hex(6)}`,
    isDraft,
    ...(isDraft && ready < options.to && { readyAt: ready }),
    commits: isByBot ? 1 : Math.min(120, Math.max(1, Math.round(random.logNormal(2.2, 0.9)))),
    reviews,
    reviewComments: reviews.length > 0 && random.chance(0.4) ? random.integer(1, 4) : 0,
    additions,
    deletions: lines - additions,
    changedFiles: Math.max(1, Math.round(random.logNormal(0.45 * Math.sqrt(lines), 0.45))),
    ...(isOver && { closed: { at: end, isMerged, by: isMerged ? random.pick(cast.authors) : author } }),
  });
}

/**
 * Fills repositories with pull requests whose sizes and durations follow the published distributions: lines with a median
 * of 54, merges with a median of 18 h, 15 % unmerged, 20 % drafts, 30 % by bots. Equal options give an equal world.
 */
export function populate(world: GithubWorld, options: PopulationOptions): void {
  const random = new Random(`${options.seed ?? 'population'}/${options.count}`);
  const authors = people.map(({ id, login, name, email }) =>
    world.meet({ id, login, name, email, type: 'User' }),
  );
  const bot = world.meet({ id: 49_699_333, login: 'dependabot[bot]', type: 'Bot' });
  const span = options.to - options.from;
  for (let index = 0; index < options.count; index += 1) {
    const drawn = options.from + (span * (index + random.float())) / options.count;
    const createdAt = options.openedAt?.(drawn) ?? drawn;
    addOne(world, random, { ...options, cast: { authors, bot }, createdAt });
  }
}
