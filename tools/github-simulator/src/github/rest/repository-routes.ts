import { ApiError } from '../http/api-error.ts';
import { demandPermission, mayRead } from '../http/caller.ts';
import { type Answer, jsonAnswer } from '../http/exchange.ts';
import type { Call, Route } from '../http/hub.ts';
import { pullRequestJson } from '../rendering/pull-request.ts';
import { activityJson, fullRepositoryJson, repositoryJson } from '../rendering/repository.ts';
import type { GithubPullRequest, GithubRepository } from '../world/model.ts';
import { compareCommits } from './comparison.ts';
import { cursorPage, numberedPage } from './paging.ts';

type RepositoryAnswer = (repository: GithubRepository, call: Call) => Answer;

function movedTo(call: Call, repository: GithubRepository): Answer {
  const rest = call.exchange.path.split('/').slice(6).join('/');
  const query = call.exchange.query.size > 0 ? `?${call.exchange.query}` : '';
  const address = `${call.hub.url}/api/v3/repositories/${repository.id}${rest === '' ? '' : `/${rest}`}${query}`;
  const body = { message: 'Moved Permanently', url: address };
  return jsonAnswer(301, body, { location: address });
}

/** Answers for a repository by name or by number; a former name redirects to the number. */
function inRepository(path: string, permission: string, answer: RepositoryAnswer): Route[] {
  const checked = (repository: GithubRepository | undefined, call: Call) => {
    if (repository === undefined || !mayRead(call.caller, repository)) throw new ApiError(404, 'Not Found');
    if (repository.isPrivate) demandPermission(call.caller, permission);
    return answer(repository, call);
  };
  const byName = (call: Call) => {
    const found = call.hub.world.repositoryByName(`${call.params.owner}/${call.params.repo}`);
    if (found?.isFormerName && mayRead(call.caller, found.repository)) return movedTo(call, found.repository);
    return checked(found?.repository, call);
  };
  const byId = (call: Call) => checked(call.hub.world.repositories.get(Number(call.params.id)), call);
  return [
    { method: 'GET', path: `/repos/:owner/:repo${path}`, answer: byName },
    { method: 'GET', path: `/repositories/:id${path}`, answer: byId },
  ];
}

function listPullRequests(repository: GithubRepository, call: Call): Answer {
  const { query } = call.exchange;
  const state = query.get('state') ?? 'open';
  const isByUpdate = query.get('sort') === 'updated';
  const isAscending = query.get('direction') === 'asc' || (!query.has('direction') && query.has('sort'));
  const keyOf = (item: GithubPullRequest) => (isByUpdate ? item.updatedAt : item.createdAt);
  const items = [...repository.pullRequests.values()]
    .filter((item) => state === 'all' || (item.state === 'OPEN') === (state === 'open'))
    .sort((a, b) => (keyOf(a) - keyOf(b) || a.id - b.id) * (isAscending ? 1 : -1));
  const shown = new Map<GithubRepository, ReturnType<typeof repositoryJson>>();
  const show = (one: GithubRepository) => {
    const known = shown.get(one) ?? repositoryJson(one, call.hub.url);
    shown.set(one, known);
    return known;
  };
  return numberedPage(call, items, (item) => pullRequestJson(item, call.hub.url, show));
}

const periods: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 };

function listActivity(repository: GithubRepository, call: Call): Answer {
  const { query } = call.exchange;
  const ref = query.get('ref');
  const days = periods[query.get('time_period') ?? ''];
  const since = days === undefined ? 0 : call.hub.now() - days * 86_400_000;
  const items = repository.activity
    .filter((one) => ref === null || one.ref === ref || one.ref === `refs/heads/${ref}`)
    .filter((one) => (query.get('actor') ?? one.actor?.login) === one.actor?.login)
    .filter((one) => (query.get('activity_type') ?? one.type) === one.type && one.at >= since)
    .sort((a, b) => b.id - a.id);
  const { shown, headers } = cursorPage(call, items, {
    after: 'after',
    before: 'before',
    idOf: ({ id }) => id,
  });
  return jsonAnswer(
    200,
    shown.map((one) => activityJson(repository, one, call.hub.url)),
    headers,
  );
}

function callingInstallation({ caller }: Call) {
  if (caller.kind === 'installation') return caller;
  throw new ApiError(
    403,
    'You must authenticate with an installation access token in order to list repositories for an installation.',
  );
}

function listInstalled(call: Call): Answer {
  const { installation, token } = callingInstallation(call);
  const items = call.hub.registry
    .repositoriesOf(installation)
    .filter(({ id }) => token.repositoryIds === null || token.repositoryIds.has(id));
  const selection = token.repositoryIds === null ? installation.selection : 'selected';
  return numberedPage(
    call,
    items,
    (one) => repositoryJson(one, call.hub.url),
    (repositories, total) => ({ total_count: total, repository_selection: selection, repositories }),
  );
}

/** Repositories, their lists of pull requests and pushes. */
export const repositoryRoutes: readonly Route[] = [
  { method: 'GET', path: '/installation/repositories', answer: listInstalled },
  ...inRepository('', 'metadata', (repository, call) =>
    jsonAnswer(200, fullRepositoryJson(repository, call.hub.url)),
  ),
  ...inRepository('/pulls', 'pull_requests', listPullRequests),
  ...inRepository('/activity', 'contents', listActivity),
  ...inRepository('/compare/:basehead', 'contents', (repository, call) =>
    jsonAnswer(200, compareCommits(repository, call.params.basehead ?? '', call)),
  ),
];
