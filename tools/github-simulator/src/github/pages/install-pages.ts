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

/** Where the App may be installed: a private App belongs to its owner alone. */
function targetOf(app: GithubApp): GithubAccount {
  return app.owner;
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
  const target = targetOf(app);
  const verb = app.asksForUser ? 'Install & Authorize' : 'Install';
  return page(
    `Install ${app.name}`,
    `<p>Install on <strong>${escaped(target.login)}</strong>.</p>
<form method="post" action="/apps/${app.slug}/installations/new">${hidden('state', call.exchange.query.get('state') ?? '')}
${repositoryChoice(call.hub.world.ownedBy(target), 'all')}<button>${escaped(verb)}</button></form>`,
  );
}

async function install(call: Call): Promise<Answer> {
  const { hub } = call;
  const app = appOf(call);
  const target = targetOf(app);
  const form = formOf(call.exchange.body);
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
  return page(app.name, `<p><a href="/apps/${app.slug}/installations/new">Install</a></p>`);
}

/** An App's public page and its installation. */
export const installPages: readonly Route[] = [
  { method: 'GET', path: '/apps/:slug', answer: showApp },
  { method: 'GET', path: '/apps/:slug/installations/new', answer: showInstall },
  { method: 'POST', path: '/apps/:slug/installations/new', answer: install },
];
