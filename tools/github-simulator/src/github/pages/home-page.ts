import type { Answer } from '../http/exchange.ts';
import type { Call, Route } from '../http/hub.ts';
import { escaped, page } from './html.ts';

function organizations({ hub }: Call): string {
  const { world } = hub;
  const items = [...world.accounts.values()]
    .filter(({ id }) => world.members.get(id)?.has(hub.viewer.id))
    .map((account) => ({ account, repositories: world.ownedBy(account) }))
    .filter(({ repositories }) => repositories.length > 0)
    .map(({ account, repositories }) => {
      const count = repositories.reduce((sum, { pullRequests }) => sum + pullRequests.size, 0);
      return `<li><strong>${escaped(account.login)}</strong>: ${repositories.length} repositories, ${count} pull requests</li>`;
    });
  return `<h2>Your organizations</h2><ul>${items.join('')}</ul>`;
}

function apps({ hub }: Call): string {
  const { registry } = hub;
  if (registry.apps.size === 0)
    return '<h2>Apps</h2><p>None yet. DevPulse makes one when you connect it.</p>';
  const items = [...registry.apps.values()].map((app) => {
    const installed = registry
      .installationsOf(app)
      .map(
        ({ id, account }) =>
          `<a href="/settings/installations/${id}">installed on ${escaped(account.login)}</a>`,
      );
    const links = [`<a href="/github-apps/${app.slug}">${escaped(app.name)}</a>`, ...installed];
    return `<li>${links.join(', ')}</li>`;
  });
  return `<h2>Apps</h2><ul>${items.join('')}</ul>`;
}

function showHome(call: Call): Answer {
  const who = `<p>You are signed in as <strong>${escaped(call.hub.viewer.login)}</strong>. This GitHub is a simulation on this machine.</p>`;
  return page('Local GitHub', `${who}${organizations(call)}${apps(call)}`);
}

function showPullRequest({ hub, params }: Call): Answer {
  const found = hub.world.repositoryByName(`${params.owner}/${params.repository}`);
  const pullRequest = found?.repository.pullRequests.get(Number(params.number));
  if (pullRequest === undefined) return page('Not Found', '', 404);
  const { title, number, state, author, additions, deletions } = pullRequest;
  const by = escaped(author?.login ?? 'ghost');
  return page(
    `${title} #${number}`,
    `<p>${escaped(state.toLowerCase())}, by ${by}, +${additions} −${deletions} lines.</p>`,
  );
}

/** Where a person begins, and what the dashboard's links lead to. */
export const homePages: readonly Route[] = [
  { method: 'GET', path: '/', answer: showHome },
  { method: 'GET', path: '/:owner/:repository/pull/:number', answer: showPullRequest },
];
