import type { LocalGithub } from './github/server.ts';
import { wholeSecond } from './github/world/instant.ts';
import { populate } from './github/world/population.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const halfYearMs = 182 * dayMs;
/** 1 January 1970 was a Thursday. */
const thursday = 4;
const larkspur = { id: 162_004_918, login: 'Larkspur', name: 'Larkspur' };
const repositories = [
  { id: 871_400_211, name: 'storefront', language: 'TypeScript' },
  { id: 871_400_358, name: 'orders', language: 'Go' },
  { id: 871_401_027, name: 'warehouse', language: 'Kotlin' },
  { id: 871_402_664, name: 'mobile-app', language: 'Swift' },
  { id: 871_403_190, name: 'infrastructure', language: null },
];

export interface LarkspurOptions {
  readonly seed: string;
  readonly pullRequests: number;
  /** End of its history, in milliseconds since 1970. */
  readonly until: number;
}

/** The same share of the day between 8 and 16 o'clock, UTC, of the last working day before it. */
function atWork(instant: number): number {
  const day = Math.floor(instant / dayMs);
  const weekday = (day - 1 + thursday) % 7;
  const daysBack = weekday === 0 ? 3 : weekday === 6 ? 2 : 1;
  return (day - daysBack) * dayMs + 8 * hourMs + (instant - day * dayMs) / 3;
}

/** A second organization, with history and nobody who tells of it: for connecting. Equal options give an equal one. */
export function foundLarkspur({ world }: LocalGithub, options: LarkspurOptions): void {
  const owner = world.meet({ ...larkspur, type: 'Organization' });
  const viewer = world.accountByLogin('martalind');
  if (viewer !== null) world.addMember(owner, viewer);
  const from = options.until - halfYearMs;
  populate(world, {
    count: options.pullRequests,
    repositories: repositories.map((one) =>
      Object.assign(world.addRepository({ ...one, owner, createdAt: from }), {
        pushedAt: wholeSecond(options.until),
      }),
    ),
    seed: options.seed,
    from,
    to: options.until,
    openedAt: atWork,
  });
}
