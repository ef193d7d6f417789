import type { GithubApp } from '../apps/registry.ts';
import { ApiError } from '../http/api-error.ts';
import { type Answer, redirect } from '../http/exchange.ts';
import type { Call, Route } from '../http/hub.ts';
import type { GithubAccount, GithubRepository } from '../world/model.ts';
import { escaped, formOf, hidden, page, withQuery } from './html.ts';

export function appOf({ hub, params }: Call): GithubApp {
  const app = hub.registry.bySlug(params.slug ?? '');
  if (app === null) throw new ApiError(404, 'Not Found');
  return app;
}

/** Accounts on which the signed-in person may install the App. */
function targetsOf(app: GithubApp, { hub }: Call): GithubAccount[] {
  if (!app.isPublic) return [app.owner];
  const organizations = [...hub.world.accounts.values()].filter(({ id }) =>
    hub.world.members.get(id)?.has(hub.viewer.id),
  );
  return [...organizations, hub.viewer];
}

/** @throws ApiError 404 for an account that is not the person's to choose */
function targetOf(app: GithubApp, call: Call, id: string | null): GithubAccount | null {
  const targets = targetsOf(app, call);
  if (id === null) return targets.length === 1 ? (targets[0] ?? null) : null;
  const chosen = targets.find((account) => account.id === Number(id));
  if (chosen === undefined) throw new ApiError(404, 'Not Found');
  return chosen;
}

function showTargets(app: GithubApp, call: Call): Answer {
  const links = targetsOf(app, call).map((account) => {
    const query = new URLSearchParams({
      ...Object.fromEntries(call.exchange.query),
      target_id: String(account.id),
    });
    return `<li><a href="/github-apps/${app.slug}/installations/new?${escaped(String(query))}">${escaped(account.login)}</a></li>`;
  });
  return page(`Install ${app.name}`, `<p>Where?</p><ul>${links.join('')}</ul>`);
}

/** The choice between all repositories and some of them. */
export function repositoryChoice(
  repositories: readonly GithubRepository[],
  chosen: ReadonlySet<number> | 'all',
): string {
  const isAll = chosen === 'all';
  const boxes = repositories.map(
    ({ id, name }) =>
      `<label><input type="checkbox" name="repository" value="${id}"${!isAll && chosen.has(id) ? ' checked' : ''}> ${escaped(name)}</label>`,
  );
  return `<fieldset><legend>Repositories</legend>
<label><input type="radio" name="selection" value="all"${isAll ? ' checked' : ''}> All repositories</label>
<label><input type="radio" name="selection" value="selected"${isAll ? '' : ' checked'}> Only select repositories</label>
${boxes.join('\n')}</fieldset>`;
}

/** What was chosen. @throws ApiError 422 when nothing was */
export function chosenRepositories(
  form: URLSearchParams,
  repositories: readonly GithubRepository[],
): 'all' | GithubRepository[] {
  if (form.get('selection') === 'all') return 'all';
  const ids = new Set(form.getAll('repository').map(Number));
  const chosen = repositories.filter(({ id }) => ids.has(id));
  if (chosen.length === 0) throw new ApiError(422, 'Choose at least one repository.');
  return chosen;
}

function showInstall(call: Call): Answer {
  const app = appOf(call);
  const target = targetOf(app, call, call.exchange.query.get('target_id'));
  if (target === null) return showTargets(app, call);
  const verb = app.asksForUser ? 'Install & Authorize' : 'Install';
  return page(
    `Install ${app.name}`,
    `<p>Install on <strong>${escaped(target.login)}</strong>.</p>
<form method="post" action="/github-apps/${app.slug}/installations/new">${hidden('state', call.exchange.query.get('state') ?? '')}${hidden('target_id', String(target.id))}
${repositoryChoice(call.hub.world.ownedBy(target), 'all')}<button>${escaped(verb)}</button></form>`,
  );
}

async function install(call: Call): Promise<Answer> {
  const { hub } = call;
  const app = appOf(call);
  const form = formOf(call.exchange.body);
  const target = targetOf(app, call, form.get('target_id'));
  if (target === null) throw new ApiError(422, 'Choose an account.');
  const repositories = chosenRepositories(form, hub.world.ownedBy(target));
  const existing = hub.registry.installationsOf(app).find(({ account }) => account === target);
  if (existing !== undefined) await hub.life.choose(existing, repositories);
  const installation = existing ?? (await hub.life.install(app, { account: target, repositories }));
  const address = app.asksForUser ? (app.callbackUrls[0] ?? app.url) : app.setupUrl;
  if (address === null) return redirect(`/settings/installations/${installation.id}`);
  return redirect(
    withQuery(address, {
      code: app.asksForUser ? hub.grants.giveUser(app, hub.viewer, null) : null,
      installation_id: String(installation.id),
      setup_action: existing === undefined ? 'install' : 'update',
      state: form.get('state') || null,
    }),
  );
}

function showApp(call: Call): Answer {
  const app = appOf(call);
  return page(app.name, `<p><a href="/github-apps/${app.slug}/installations/new">Install</a></p>`);
}

/** An App's public page and its installation, under the folder of an Enterprise Server and under github.com's. */
export const installPages: readonly Route[] = ['/github-apps', '/apps'].flatMap((folder): Route[] => [
  { method: 'GET', path: `${folder}/:slug`, answer: showApp },
  { method: 'GET', path: `${folder}/:slug/installations/new`, answer: showInstall },
  { method: 'POST', path: `${folder}/:slug/installations/new`, answer: install },
]);
