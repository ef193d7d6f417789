import type { GithubInstallation } from '../apps/registry.ts';
import { ApiError } from '../http/api-error.ts';
import { type Answer, redirect } from '../http/exchange.ts';
import type { Call, Route } from '../http/hub.ts';
import { escaped, formOf, page } from './html.ts';
import { chosenRepositories, repositoryChoice } from './install-pages.ts';

function installationOf({ hub, params }: Call): GithubInstallation {
  const found = hub.registry.installations.get(Number(params.id));
  if (found === undefined) throw new ApiError(404, 'Not Found');
  return found;
}

function show(call: Call): Answer {
  const installation = installationOf(call);
  const { app, account, suspendedAt } = installation;
  const chosen = installation.selection === 'all' ? 'all' : installation.repositoryIds;
  const action = (verb: string, name: string) =>
    `<form method="post" action="/settings/installations/${installation.id}/${verb}"><button>${name}</button></form>`;
  return page(
    `${app.name} on ${account.login}`,
    `<p>${suspendedAt === null ? 'Active' : 'Suspended'}. <a href="${escaped(app.url)}">${escaped(app.url)}</a></p>
<form method="post" action="/settings/installations/${installation.id}/repositories">${repositoryChoice(call.hub.world.ownedBy(account), chosen)}<button>Save</button></form>
${suspendedAt === null ? action('suspend', 'Suspend') : action('unsuspend', 'Unsuspend')}${action('uninstall', 'Uninstall')}`,
  );
}

function back(call: Call): Answer {
  return redirect(`/settings/installations/${call.params.id}`, 303);
}

function onPost(
  verb: string,
  change: (installation: GithubInstallation, call: Call) => Promise<void>,
): Route[] {
  return ['/settings', '/organizations/:login/settings'].map((root) => ({
    method: 'POST',
    path: `${root}/installations/:id/${verb}`,
    answer: async (call) => {
      await change(installationOf(call), call);
      return verb === 'uninstall' ? page('Uninstalled', '<p>The App was uninstalled.</p>') : back(call);
    },
  }));
}

/** The settings of an installation: its repositories, suspension, end. */
export const settingsPages: readonly Route[] = [
  { method: 'GET', path: '/settings/installations/:id', answer: show },
  { method: 'GET', path: '/organizations/:login/settings/installations/:id', answer: show },
  ...onPost('repositories', (installation, { hub, exchange }) =>
    hub.life.choose(
      installation,
      chosenRepositories(formOf(exchange.body), hub.world.ownedBy(installation.account)),
    ),
  ),
  ...onPost('suspend', (installation, { hub }) => hub.life.suspend(installation)),
  ...onPost('unsuspend', (installation, { hub }) => hub.life.unsuspend(installation)),
  ...onPost('uninstall', (installation, { hub }) => hub.life.uninstall(installation)),
];
