import type { GithubApp, GithubInstallation } from '../apps/registry.ts';
import { ApiError } from '../http/api-error.ts';
import { fieldsOf, jsonAnswer } from '../http/exchange.ts';
import type { Call, Route } from '../http/hub.ts';
import { appJson, installationJson } from '../rendering/account.ts';
import { repositoryJson } from '../rendering/repository.ts';
import { dateTime } from '../world/instant.ts';
import { numberedPage } from './paging.ts';

/** @throws ApiError 401 for whoever is no App */
export function callingApp({ caller }: Call): GithubApp {
  if (caller.kind === 'app') return caller.app;
  throw new ApiError(401, 'A JSON web token could not be decoded');
}

function installationOf(call: Call): GithubInstallation {
  const app = callingApp(call);
  const installation = call.hub.registry.installations.get(Number(call.params.id));
  if (installation?.app === app) return installation;
  throw new ApiError(404, 'Not Found');
}

function shownApp(app: GithubApp, { registry, url }: Call['hub']) {
  return appJson(app, url, registry.installationsOf(app).length);
}

function convertManifest({ hub, params }: Call) {
  const grant = hub.grants.takeManifest(params.code ?? '');
  if (grant === null) throw new ApiError(404, 'Not Found');
  const { app, privateKey } = grant;
  return jsonAnswer(201, {
    ...shownApp(app, hub),
    client_id: app.clientId,
    client_secret: app.clientSecret,
    webhook_secret: app.webhookSecret,
    pem: privateKey,
  });
}

/** Which format the token has: the header decides alone, else the roll-out does. */
function formatAsked({ exchange, hub }: Call) {
  const asked = exchange.headers['x-github-stateless-s2s-token'];
  if (asked === 'enabled') return 'stateless' as const;
  return asked === 'disabled' ? ('classic' as const) : hub.tokenFormat;
}

function mintToken(call: Call) {
  const { hub } = call;
  const installation = installationOf(call);
  if (installation.suspendedAt !== null) throw new ApiError(403, 'This installation has been suspended');
  const { repository_ids: ids, permissions } = fieldsOf(call.exchange) as {
    repository_ids?: number[];
    permissions?: Record<string, string>;
  };
  const covered = hub.registry.repositoriesOf(installation);
  const chosen = ids === undefined ? null : covered.filter(({ id }) => ids.includes(id));
  if (ids !== undefined && chosen?.length !== ids.length) {
    throw new ApiError(422, 'There is at least one repository that does not exist or is not accessible.');
  }
  const token = hub.tokens.mintInstallation(installation, {
    format: formatAsked(call),
    repositoryIds: chosen === null ? null : new Set(chosen.map(({ id }) => id)),
    ...(permissions !== undefined && { permissions }),
  });
  return jsonAnswer(201, {
    token: token.text,
    expires_at: dateTime(token.expiresAt),
    permissions: token.permissions,
    repository_selection: chosen === null ? installation.selection : 'selected',
    ...(chosen !== null && { repositories: chosen.map((one) => repositoryJson(one, hub.url)) }),
  });
}

/** Routes of an App that proves itself by its JWT. */
export const appRoutes: readonly Route[] = [
  { method: 'POST', path: '/app-manifests/:code/conversions', answer: convertManifest },
  { method: 'GET', path: '/app', answer: (call) => jsonAnswer(200, shownApp(callingApp(call), call.hub)) },
  {
    method: 'GET',
    path: '/app/installations',
    answer: (call) =>
      numberedPage(call, call.hub.registry.installationsOf(callingApp(call)), (one) =>
        installationJson(one, call.hub.url),
      ),
  },
  {
    method: 'GET',
    path: '/app/installations/:id',
    answer: (call) => jsonAnswer(200, installationJson(installationOf(call), call.hub.url)),
  },
  { method: 'POST', path: '/app/installations/:id/access_tokens', answer: mintToken },
  {
    method: 'DELETE',
    path: '/app/installations/:id',
    answer: async (call) => {
      await call.hub.life.uninstall(installationOf(call));
      return { status: 204, body: '' };
    },
  },
];
