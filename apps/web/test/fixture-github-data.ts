import type { GithubAppView } from '@devpulse/contracts/github/apps';
import type { getGithub } from '@devpulse/contracts/github/connection';
import type { ImportView, listImports } from '@devpulse/contracts/github/imports';
import type { InstallationView } from '@devpulse/contracts/github/installations';
import type { listRepositories, RepositoryChoice } from '@devpulse/contracts/github/repositories';
import type { RouteResponse } from '@devpulse/contracts/route';

/** What the stand-in knows of GitHub; `connection.repositories` and totals are counted from the rest. */
export type FixtureGithub = {
  connection: Omit<RouteResponse<typeof getGithub>, 'repositories'>;
  choices: RouteResponse<typeof listRepositories>;
  imports: ImportView[];
  /** Answered to the callbacks of GitHub. */
  outcome: 'installed' | 'updated' | 'requested';
};

export const GITHUB_APP_ID = id('a0');
export const INSTALLATION_ID = '4711';
const DAY_MS = 86_400_000;

function id(end: string): string {
  return `0198c1d2-0000-7000-8000-0000000001${end}`;
}

/** Days before now, as repositories that were pushed to lately have to stay so. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString();
}

/** Nothing is connected. */
export function freshGithub(changes: Partial<FixtureGithub> = {}): FixtureGithub {
  return {
    connection: connection(),
    choices: { items: [], historyMonths: 6, tracksNewRepositories: true, followsGithubTeams: false },
    imports: [],
    outcome: 'installed',
    ...changes,
  };
}

function connection(changes: Partial<FixtureGithub['connection']> = {}): FixtureGithub['connection'] {
  return {
    apps: [],
    installations: [],
    tokens: [],
    defaultWebUrl: 'https://github.com',
    webhookUrl: 'https://devpulse.fernhill.example/api/v1/github/webhooks',
    deliveries: { received: 0, failed: 0, lastAt: null },
    ...changes,
  };
}

export function githubApp(changes: Partial<GithubAppView> = {}): GithubAppView {
  return {
    id: GITHUB_APP_ID,
    name: 'DevPulse for Fernhill',
    slug: 'devpulse-for-fernhill',
    appId: '918273',
    webUrl: 'https://github.com',
    ownerLogin: 'fernhill',
    settingsUrl: 'https://github.com/organizations/fernhill/settings/apps/devpulse-for-fernhill',
    hasWebhooks: true,
    isShared: false,
    keys: [
      { id: id('b1'), fingerprint: 'SHA256:q2Vn4Jx1n1FqWc0a7dXb', createdAt: '2026-11-20T13:04:00.000Z' },
    ],
    webhookSecrets: [{ id: id('c1'), createdAt: '2026-11-20T13:04:00.000Z', expiresAt: null }],
    scannedAt: daysAgo(0),
    scanProblem: null,
    redelivered: 3,
    ...changes,
  };
}

export function installation(changes: Partial<InstallationView> = {}): InstallationView {
  return {
    id: INSTALLATION_ID,
    appId: GITHUB_APP_ID,
    accountLogin: 'fernhill',
    accountType: 'Organization',
    state: 'active',
    repositorySelection: 'selected',
    permissions: { pull_requests: 'read', metadata: 'read', contents: 'read', members: 'read' },
    suspendedAt: null,
    purgeDueAt: null,
    lastDeliveryAt: daysAgo(0),
    settingsUrl: 'https://github.com/organizations/fernhill/settings/installations/4711',
    budgets: [
      { resource: 'core', limit: 5000, remaining: 4990, resetsAt: null, blockedUntil: null },
      { resource: 'graphql', limit: 5000, remaining: 3412, resetsAt: null, blockedUntil: null },
    ],
    ...changes,
  };
}

const REPOSITORIES: [name: string, daysSincePush: number, isTracked: boolean][] = [
  ['auth-service', 2, true],
  ['checkout-api', 0, true],
  ['checkout-web', 1, true],
  ['design-notes', 430, false],
  ['hack-week-2024', 710, false],
  ['infra', 9, true],
  ['ledger', 4, true],
  ['mobile-app', 1, true],
];

export function repositories(isTracked = true): RepositoryChoice[] {
  return REPOSITORIES.map(([name, days, isChosen], index) => ({
    id: id(`d${index}`),
    fullName: `fernhill/${name}`,
    webUrl: `https://github.com/fernhill/${name}`,
    isPrivate: true,
    isArchived: false,
    defaultBranch: 'main',
    pushedAt: daysAgo(days),
    isTracked: isTracked && isChosen,
    removedAt: null,
    removedReason: null,
    source: 'installation',
  }));
}

type ImportChanges = Partial<Omit<ImportView, 'repository'>>;

/** The history of one of the repositories; `estimated` pull requests, all of them read unless told otherwise. */
export function reading(name: string, estimated: number, changes: ImportChanges = {}): ImportView {
  const index = REPOSITORIES.findIndex(([known]) => known === name);
  return {
    id: id(`e${index}`),
    repositoryId: id(`d${index}`),
    repository: `fernhill/${name}`,
    kind: 'backfill',
    state: 'done',
    reason: null,
    since: '2026-05-20T00:00:00.000Z',
    pullRequestsRead: estimated,
    pullRequestsEstimated: estimated,
    secondsLeft: null,
    requests: Math.ceil(estimated / 45),
    notBefore: null,
    startedAt: '2026-11-20T13:05:00.000Z',
    finishedAt: null,
    ...changes,
  };
}

export function totalsOf(imports: readonly ImportView[]): RouteResponse<typeof listImports>['totals'] {
  const unfinished = imports.filter(({ state }) => state !== 'done');
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const estimates = imports.flatMap(({ pullRequestsEstimated: known }) => (known === null ? [] : [known]));
  const left = unfinished.flatMap(({ secondsLeft }) => (secondsLeft === null ? [] : [secondsLeft]));
  return {
    repositories: imports.length,
    unfinished: unfinished.length,
    pullRequestsRead: sum(imports.map(({ pullRequestsRead }) => pullRequestsRead)),
    pullRequestsEstimated: estimates.length === imports.length ? sum(estimates) : null,
    secondsLeft: left.length > 0 && left.length === unfinished.length ? sum(left) : null,
  };
}

const READINGS = {
  complete: () => [
    reading('auth-service', 508),
    reading('checkout-api', 1482),
    reading('checkout-web', 2216),
    reading('infra', 319),
    reading('ledger', 641),
    reading('mobile-app', 874),
  ],
  filling: () => [
    reading('auth-service', 508, { state: 'running', pullRequestsRead: 361, secondsLeft: 41 }),
    reading('checkout-api', 1482),
    reading('checkout-web', 2216),
    reading('infra', 319, { state: 'waiting', pullRequestsRead: 0, secondsLeft: 70 }),
    reading('ledger', 641),
    reading('mobile-app', 874, { state: 'running', pullRequestsRead: 402, secondsLeft: 118 }),
  ],
  troubled: () => [
    reading('auth-service', 508, { state: 'paused', pullRequestsRead: 361 }),
    reading('checkout-api', 1482, {
      state: 'parked',
      pullRequestsRead: 700,
      reason: 'the App is suspended on GitHub',
    }),
    reading('checkout-web', 2216, {
      state: 'failed',
      pullRequestsRead: 50,
      reason: 'GitHub answered 500 ten times in a row',
    }),
    reading('infra', 319, {
      state: 'waiting',
      pullRequestsRead: 0,
      notBefore: new Date(Date.now() + 3_600_000).toISOString(),
    }),
    reading('ledger', 641, { state: 'cancelled', pullRequestsRead: 100 }),
    reading('mobile-app', 874, { state: 'running', pullRequestsRead: 12, pullRequestsEstimated: null }),
  ],
};

const installed = (changes: Partial<FixtureGithub['connection']> = {}) =>
  connection({
    apps: [githubApp()],
    installations: [installation()],
    deliveries: { received: 1204, failed: 1, lastAt: daysAgo(0) },
    ...changes,
  });

/** The states that the page goes through, and those that it may end up in. */
export const GITHUB = {
  polling: () => freshGithub({ connection: connection({ webhookUrl: null }) }),
  appMade: () => freshGithub({ connection: connection({ apps: [githubApp()] }) }),
  listing: () => freshGithub({ connection: installed() }),
  choosing: () => freshGithub({ connection: installed(), choices: choices(false) }),
  filling: () =>
    freshGithub({ connection: installed(), choices: choices(true), imports: READINGS.filling() }),
  troubled: () =>
    freshGithub({ connection: installed(), choices: choices(true), imports: READINGS.troubled() }),
  complete: () =>
    freshGithub({ connection: installed(), choices: choices(true), imports: READINGS.complete() }),
  /** An App that was made by hand: only its events are known. */
  eventsOnly: () =>
    freshGithub({
      connection: connection({ installations: [installation({ appId: null, budgets: [] })] }),
      choices: choices(true),
    }),
  suspended: () =>
    freshGithub({
      connection: installed({
        apps: [
          githubApp({
            hasWebhooks: false,
            keys: [
              ...githubApp().keys,
              { id: id('b2'), fingerprint: 'SHA256:m81ka', createdAt: daysAgo(90) },
            ],
          }),
          githubApp({ id: id('a1'), name: 'DevPulse', isShared: true, keys: [], webhookSecrets: [] }),
        ],
        installations: [
          installation({
            state: 'suspended',
            suspendedAt: daysAgo(1),
            permissions: { pull_requests: 'read', metadata: 'read' },
          }),
          installation({ id: '4712', accountLogin: 'acme', state: 'deleted', purgeDueAt: daysAgo(-29) }),
        ],
      }),
      choices: choices(true),
      imports: READINGS.complete(),
    }),
  token: () =>
    freshGithub({
      connection: connection({
        tokens: [
          {
            id: id('f1'),
            webUrl: 'https://github.com',
            login: 'ines-a',
            state: 'refused',
            expiresAt: daysAgo(-60),
            createdAt: daysAgo(3),
            repositories: 2,
          },
        ],
      }),
      choices: choices(true),
      imports: READINGS.complete(),
    }),
};

function choices(isTracked: boolean): FixtureGithub['choices'] {
  return { ...freshGithub().choices, items: repositories(isTracked) };
}
