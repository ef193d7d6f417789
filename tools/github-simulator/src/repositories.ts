import type { Label, Repository, TeamName } from './model.ts';
import type { Random } from './random.ts';

interface Seat {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly language: string;
  readonly isPrivate: boolean;
  readonly year: number;
  readonly firstNumber: number;
  readonly folders: readonly string[];
  /** How much of each team's work goes here. */
  readonly share: Readonly<Record<TeamName, number>>;
}

const seats: readonly Seat[] = [
  {
    id: 214_905_338,
    name: 'checkout-web',
    description: 'The shop basket and payment pages',
    language: 'TypeScript',
    isPrivate: true,
    year: 2019,
    firstNumber: 1_921,
    folders: ['app/basket', 'app/payment', 'components', 'lib/tax'],
    share: { Checkout: 36, Platform: 0 },
  },
  {
    id: 214_911_702,
    name: 'checkout-api',
    description: 'Orders, payments, refunds',
    language: 'Kotlin',
    isPrivate: true,
    year: 2019,
    firstNumber: 1_208,
    folders: ['src/main/kotlin/payment', 'src/main/kotlin/order', 'src/test/kotlin'],
    share: { Checkout: 34, Platform: 7 },
  },
  {
    id: 391_640_225,
    name: 'ledger',
    description: 'Double-entry bookkeeping of every payment',
    language: 'Go',
    isPrivate: true,
    year: 2021,
    firstNumber: 478,
    folders: ['posting', 'settlement', 'internal/fx', 'cmd/ledger'],
    share: { Checkout: 6, Platform: 30 },
  },
  {
    id: 402_118_873,
    name: 'auth-service',
    description: 'Accounts, sessions, tokens',
    language: 'Go',
    isPrivate: true,
    year: 2021,
    firstNumber: 352,
    folders: ['session', 'token', 'passkey', 'cmd/auth'],
    share: { Checkout: 2, Platform: 28 },
  },
  {
    id: 655_207_914,
    name: 'mobile-app',
    description: 'The Fernhill app for iOS and Android',
    language: 'TypeScript',
    isPrivate: false,
    year: 2023,
    firstNumber: 694,
    folders: ['src/screens', 'src/storage', 'ios', 'android/app'],
    share: { Checkout: 22, Platform: 5 },
  },
  {
    id: 377_450_096,
    name: 'infra',
    description: 'Clusters, pipelines, alerts',
    language: 'HCL',
    isPrivate: true,
    year: 2020,
    firstNumber: 171,
    folders: ['modules/cluster', 'modules/database', 'pipelines', 'alerts'],
    share: { Checkout: 0, Platform: 30 },
  },
];

const labelTable: readonly [number, string, string, boolean][] = [
  [5_120_448_101, 'bug', 'd73a4a', true],
  [5_120_448_102, 'enhancement', 'a2eeef', true],
  [5_120_448_103, 'dependencies', '0366d6', false],
  [5_120_448_104, 'needs design', 'fbca04', false],
  [5_120_448_105, 'tech debt', 'c5def5', false],
  [5_120_448_106, 'customer', '0e8a16', false],
];

export const labels: readonly Label[] = labelTable.map(([id, name, color, isDefault]) => ({
  id,
  name,
  color,
  isDefault,
}));

/** The six repositories as they stand at the start of the history. */
export function foundRepositories(random: Random, start: number): Repository[] {
  return seats.map((seat) => ({
    id: seat.id,
    name: seat.name,
    description: seat.description,
    language: seat.language,
    isPrivate: seat.isPrivate,
    createdAt: Date.UTC(seat.year, 3, 11, 9, 30, 12),
    folders: seat.folders,
    nextNumber: seat.firstNumber,
    mainSha: random.fork(seat.name).hex(40),
    pushedAt: start - 3_600_000,
    updatedAt: start - 3_600_000,
    openPullRequests: 0,
  }));
}

/** How much of the team's work goes into the repository, as a relative weight. */
export function shareOfWork(repository: Repository, team: TeamName): number {
  return seats.find((seat) => seat.id === repository.id)?.share[team] ?? 0;
}
