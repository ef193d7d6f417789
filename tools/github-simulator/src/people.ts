import type { Account, Person, TeamName } from './model.ts';

/** Numbers by which GitHub would know the organization, the app and its installation. */
export const fernhill = {
  organization: { id: 148_201_377, login: 'Fernhill', type: 'Organization' } satisfies Account,
  installationId: 61_482_907,
  appId: 1_024_311,
  appSlug: 'devpulse-demo',
  hookId: 512_904_118,
} as const;

const berlin = 'Europe/Berlin';
const newYork = 'America/New_York';

interface Traits {
  readonly zone: string;
  readonly team: TeamName;
  readonly startHour: number;
  readonly weekly: number;
  readonly reviews: number;
  readonly joinsAfterWeeks?: number;
}

function person(id: number, nameAndLogin: string, traits: Traits): Person {
  const [name = '', login = ''] = nameAndLogin.split(' @');
  const email = `${name.toLowerCase().replace(' ', '.')}@fernhill.example`;
  return {
    id,
    login,
    type: 'User',
    name,
    email,
    zone: traits.zone,
    firstTeam: traits.team,
    startHour: traits.startHour,
    weeklyPullRequests: traits.weekly,
    reviewWeight: traits.reviews,
    joinsAfterWeeks: traits.joinsAfterWeeks ?? 0,
  };
}

/** The 14 people, alphabetical. Jonas Brandt moves from Platform to Checkout; Minh Tran joins in the sixth week. */
export const people: readonly Person[] = [
  person(18_220_471, 'Amara Obi @amara-obi', {
    zone: berlin,
    team: 'Checkout',
    startHour: 8.5,
    weekly: 3.2,
    reviews: 1.2,
  }),
  person(40_118_905, 'Daniel Okafor @dokafor', {
    zone: newYork,
    team: 'Platform',
    startHour: 9,
    weekly: 3.0,
    reviews: 1.1,
  }),
  person(31_774_260, 'Elif Kaya @elifkaya', {
    zone: berlin,
    team: 'Checkout',
    startHour: 9,
    weekly: 3.3,
    reviews: 1.0,
  }),
  person(9_402_338, 'Hannah Weiss @hweiss', {
    zone: berlin,
    team: 'Checkout',
    startHour: 8,
    weekly: 2.3,
    reviews: 1.5,
  }),
  person(6_871_124, 'Ines Aguiar @ines-aguiar', {
    zone: berlin,
    team: 'Checkout',
    startHour: 9,
    weekly: 1.1,
    reviews: 0.8,
  }),
  person(52_660_017, 'Jonas Brandt @jbrandt-dev', {
    zone: berlin,
    team: 'Platform',
    startHour: 9.5,
    weekly: 3.1,
    reviews: 1.0,
  }),
  person(27_339_846, 'Leon Fischer @leonfischer', {
    zone: berlin,
    team: 'Platform',
    startHour: 8.5,
    weekly: 3.4,
    reviews: 1.2,
  }),
  person(3_115_702, 'Marta Lindqvist @martalind', {
    zone: berlin,
    team: 'Platform',
    startHour: 8.5,
    weekly: 0.8,
    reviews: 0.6,
  }),
  person(64_903_551, 'Mateus Rocha @mateusrocha', {
    zone: newYork,
    team: 'Checkout',
    startHour: 8.5,
    weekly: 3.2,
    reviews: 0.9,
  }),
  person(88_214_609, 'Minh Tran @minh-tran', {
    zone: berlin,
    team: 'Platform',
    startHour: 9,
    weekly: 2.7,
    reviews: 0.7,
    joinsAfterWeeks: 5,
  }),
  person(21_507_733, 'Naomi Carter @naomicarter', {
    zone: newYork,
    team: 'Platform',
    startHour: 9.5,
    weekly: 2.9,
    reviews: 1.0,
  }),
  person(45_086_290, 'Priya Nair @priyanair', {
    zone: berlin,
    team: 'Checkout',
    startHour: 9,
    weekly: 2.9,
    reviews: 1.6,
  }),
  person(14_632_918, 'Sofia Ricci @sofia-ricci', {
    zone: berlin,
    team: 'Platform',
    startHour: 9,
    weekly: 3.3,
    reviews: 1.3,
  }),
  person(36_741_085, 'Tomasz Wilk @twilk', {
    zone: berlin,
    team: 'Checkout',
    startHour: 8,
    weekly: 3.5,
    reviews: 1.1,
  }),
];

export const teams: readonly {
  readonly id: number;
  readonly name: TeamName;
  readonly description: string;
}[] = [
  { id: 9_214_307, name: 'Checkout', description: 'Basket, payment and the apps around them' },
  { id: 9_214_311, name: 'Platform', description: 'Ledger, identity and the ground everything runs on' },
];

/** People who change their team, in weeks after the start of the history. */
export const teamMoves: readonly {
  readonly login: string;
  readonly to: TeamName;
  readonly afterWeeks: number;
}[] = [{ login: 'jbrandt-dev', to: 'Checkout', afterWeeks: 11 }];

/** Three bots as GitHub types them, and `fernhill-ci`, a machine account that GitHub calls a User. */
export const bots = {
  dependabot: { id: 49_699_333, login: 'dependabot[bot]', type: 'Bot' },
  renovate: { id: 29_139_614, login: 'renovate[bot]', type: 'Bot' },
  lintbot: { id: 71_330_246, login: 'lintbot[bot]', type: 'Bot' },
  continuousIntegration: { id: 57_805_182, login: 'fernhill-ci', type: 'User' },
} as const satisfies Record<string, Account>;

/** @throws RangeError for a login that is not on the roster */
export function personByLogin(login: string): Person {
  const found = people.find((candidate) => candidate.login === login);
  if (found === undefined) throw new RangeError(`no person with login ${login}`);
  return found;
}

/** The address GitHub gives to commits of people who hide theirs. */
export function noreplyAddress(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}
