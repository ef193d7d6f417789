import { randomUUID } from 'node:crypto';
import * as apps from '@devpulse/contracts/github/apps';
import { getGithub } from '@devpulse/contracts/github/connection';
import * as imports from '@devpulse/contracts/github/imports';
import * as installations from '@devpulse/contracts/github/installations';
import * as repositories from '@devpulse/contracts/github/repositories';
import * as tokens from '@devpulse/contracts/github/tokens';
import { ORGANIZATION } from './fixture-figures.ts';
import { GITHUB, githubApp, reading, totalsOf } from './fixture-github-data.ts';
import { answering, FixtureProblem, type FixtureRoute } from './fixture-routes.ts';
import type { FixtureState } from './fixture-state.ts';

const DONE = { isDone: true as const };
export const GOOD_STATE = 'state-of-the-fixture';

/** How the one organization is connected to GitHub, answered from `state.organization.github`. */
export function githubRoutes(state: FixtureState): FixtureRoute[] {
  return [
    ...connectRoutes(state),
    ...repositoryRoutes(state),
    ...importRoutes(state),
    ...connectionRoutes(state),
  ];
}

function requireGoodState(given: string | undefined): void {
  if (given === GOOD_STATE) return;
  throw new FixtureProblem(404, 'not_found', 'This way back from GitHub has expired.', {
    remedy: 'Start again.',
  });
}

function connectRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(getGithub, () => {
      const { connection, choices } = state.organization.github;
      const tracked = choices.items.filter(({ isTracked }) => isTracked).length;
      return { ...connection, repositories: { known: choices.items.length, tracked } };
    }),
    answering(apps.startGithubApp, ({ body: { webUrl = 'https://github.com', ownerLogin } }) => {
      if (ownerLogin === 'nobody') {
        throw new FixtureProblem(404, 'not_found', 'GitHub knows no such organization.', {
          field: 'body.ownerLogin',
        });
      }
      const owner = ownerLogin === undefined ? '' : `/organizations/${ownerLogin}`;
      return {
        action: `${webUrl}${owner}/settings/apps/new?state=${GOOD_STATE}`,
        manifest: JSON.stringify({ name: 'DevPulse for Fernhill', public: false }),
        hasWebhooks: true,
      };
    }),
    answering(apps.finishGithubApp, ({ body }) => {
      requireGoodState(body.state);
      state.organization.github = GITHUB.appMade();
      return {
        organization: ORGANIZATION.slug,
        installUrl: `https://github.com/apps/devpulse-for-fernhill/installations/new?state=${GOOD_STATE}`,
      };
    }),
    answering(installations.startInstallation, () => ({
      url: `https://github.com/apps/devpulse-for-fernhill/installations/new?state=${GOOD_STATE}`,
    })),
    answering(installations.finishInstallation, ({ body }) => {
      requireGoodState(body.state);
      const { outcome } = state.organization.github;
      if (outcome === 'installed') state.organization.github = GITHUB.choosing();
      return { organization: ORGANIZATION.slug, outcome };
    }),
    answering(tokens.addGithubToken, ({ body }) => {
      if (body.token.endsWith('refused')) {
        throw new FixtureProblem(400, 'invalid_request', 'GitHub refuses this token.', {
          field: 'body.token',
        });
      }
      state.organization.github = GITHUB.token();
      const names = body.repositories.filter((name) => name.startsWith('elsewhere/'));
      return { id: randomUUID(), refused: names.map((name) => ({ name, reason: 'not found' })) };
    }),
  ];
}

function repositoryRoutes(state: FixtureState): FixtureRoute[] {
  return [
    answering(repositories.listRepositories, () => state.organization.github.choices),
    answering(repositories.refreshRepositories, () => ({
      found: state.organization.github.choices.items.length,
    })),
    answering(repositories.chooseRepositories, ({ body: { tracked, ...settings } }) => {
      const { github } = state.organization;
      const given = Object.entries(settings).filter(([, value]) => value !== undefined);
      Object.assign(github.choices, Object.fromEntries(given));
      github.choices.items = github.choices.items.map((item) => ({
        ...item,
        isTracked: tracked.includes(item.id),
      }));
      const chosen = github.choices.items.filter(({ isTracked }) => isTracked);
      github.imports = chosen.map(({ fullName }) =>
        reading(fullName.replace(/^.*\//, ''), 300, { state: 'waiting', pullRequestsRead: 0 }),
      );
      return { imports: chosen.length };
    }),
    answering(repositories.importRepository, ({ params }) => {
      const found = state.organization.github.imports.find((one) => one.repositoryId === params.repository);
      if (found) Object.assign(found, { state: 'waiting', pullRequestsRead: 0, secondsLeft: null });
      return DONE;
    }),
  ];
}

function importRoutes(state: FixtureState): FixtureRoute[] {
  const find = (id: string) => {
    const found = state.organization.github.imports.find((one) => one.id === id);
    if (!found) throw new FixtureProblem(404, 'not_found', 'There is no such import.');
    return found;
  };
  return [
    answering(imports.getImportProgress, () => ({ totals: totalsOf(state.organization.github.imports) })),
    answering(imports.listImports, () => {
      state.importReads += 1;
      const items = state.organization.github.imports;
      return { totals: totalsOf(items), items };
    }),
    answering(imports.pauseImport, ({ params }) => {
      find(params.import).state = 'paused';
      return DONE;
    }),
    answering(imports.resumeImport, ({ params }) => {
      find(params.import).state = 'running';
      return DONE;
    }),
  ];
}

function connectionRoutes(state: FixtureState): FixtureRoute[] {
  const connection = () => state.organization.github.connection;
  return [
    answering(apps.addAppKey, ({ params }) => {
      const key = {
        id: randomUUID(),
        fingerprint: 'SHA256:newly-added',
        createdAt: '2026-11-20T13:30:00.000Z',
      };
      connection().apps = connection().apps.map((app) =>
        app.id === params.app ? { ...app, keys: [...app.keys, key] } : app,
      );
      return key;
    }),
    answering(apps.removeAppKey, ({ params }) => {
      connection().apps = connection().apps.map((app) => ({
        ...app,
        keys: app.keys.filter(({ id }) => id !== params.key),
      }));
      return DONE;
    }),
    answering(apps.rotateWebhookSecret, () => {
      const [current] = githubApp().webhookSecrets;
      connection().apps = connection().apps.map((app) => ({
        ...app,
        webhookSecrets: [
          { ...current, id: randomUUID(), createdAt: '2026-11-20T13:30:00.000Z', expiresAt: null },
          ...app.webhookSecrets.map((one) => ({ ...one, expiresAt: '2026-11-23T13:30:00.000Z' })),
        ],
      }));
      return DONE;
    }),
    answering(apps.removeGithubApp, ({ params }) => {
      connection().apps = connection().apps.filter(({ id }) => id !== params.app);
      return DONE;
    }),
    answering(installations.removeInstallation, ({ params }) => {
      connection().installations = connection().installations.map((one) =>
        one.id === params.installation
          ? { ...one, state: 'deleted', purgeDueAt: '2026-12-20T13:00:00.000Z' }
          : one,
      );
      return DONE;
    }),
    answering(tokens.removeGithubToken, ({ params }) => {
      connection().tokens = connection().tokens.filter(({ id }) => id !== params.token);
      return DONE;
    }),
  ];
}
