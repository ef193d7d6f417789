import { fullName, type GithubWorld } from '../world/github-world.ts';
import type { GithubPullRequest } from '../world/model.ts';

type Test = (pullRequest: GithubPullRequest) => boolean;

/** Reads `>=2026-05-01`, `<2026-05-01T10:00:00Z` and `2026-05-01..2026-05-08`; a bare date means that day. */
function spanTest(text: string): (at: number) => boolean {
  const day = 86_400_000;
  const begin = (date: string) => Date.parse(date);
  const end = (date: string) => Date.parse(date) + (date.length === 10 ? day : 1_000);
  const [low, high] = text.split('..');
  if (low !== undefined && high !== undefined) {
    return (at) => (low === '*' || at >= begin(low)) && (high === '*' || at < end(high));
  }
  const date = text.replace(/^[<>]=?/, '');
  if (text.startsWith('>=')) return (at) => at >= begin(date);
  if (text.startsWith('>')) return (at) => at >= end(date);
  if (text.startsWith('<=')) return (at) => at < end(date);
  if (text.startsWith('<')) return (at) => at < begin(date);
  return (at) => at >= begin(date) && at < end(date);
}

function stateTest(value: string): Test {
  if (value === 'pr' || value === 'pull-request') return () => true;
  if (value === 'open') return ({ state }) => state === 'OPEN';
  if (value === 'closed') return ({ state }) => state !== 'OPEN';
  if (value === 'merged') return ({ state }) => state === 'MERGED';
  if (value === 'unmerged') return ({ state }) => state === 'CLOSED';
  if (value === 'draft') return ({ isDraft }) => isDraft;
  return () => false;
}

function termTest(term: string): Test {
  const at = term.indexOf(':');
  const value = term.slice(at + 1).replaceAll('"', '');
  const nullable = (key: 'closedAt' | 'mergedAt'): Test => {
    const isInside = spanTest(value);
    return (pullRequest) => isInside(pullRequest[key] ?? Number.NaN);
  };
  switch (at < 0 ? '' : term.slice(0, at)) {
    case 'repo':
      return ({ repository }) => fullName(repository).toLowerCase() === value.toLowerCase();
    case 'org':
    case 'user':
      return ({ repository }) => repository.owner.login.toLowerCase() === value.toLowerCase();
    case 'is':
    case 'type':
    case 'state':
      return stateTest(value);
    case 'author':
      return ({ author }) => author?.login.toLowerCase() === value.toLowerCase();
    case 'updated': {
      const isInside = spanTest(value);
      return ({ updatedAt }) => isInside(updatedAt);
    }
    case 'created': {
      const isInside = spanTest(value);
      return ({ createdAt }) => isInside(createdAt);
    }
    case 'closed':
      return nullable('closedAt');
    case 'merged':
      return nullable('mergedAt');
    default:
      return ({ title }) => title.toLowerCase().includes(term.toLowerCase());
  }
}

/** The pull requests that a search of GitHub finds, the latest first; the world has no issues. */
export function searchPullRequests(world: GithubWorld, query: string): GithubPullRequest[] {
  const terms = query.match(/(?:[^\s"]+|"[^"]*")+/g) ?? [];
  const tests = terms.map(termTest);
  return [...world.pullRequests.values()]
    .filter((pullRequest) => tests.every((test) => test(pullRequest)))
    .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
}
