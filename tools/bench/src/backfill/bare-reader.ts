import { pageQuery } from '@devpulse/github/backfill/documents';
import type { LocalGithubReady } from './local-github.ts';

type Page = { pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: unknown[] };

/** Asks for every page of the repositories, all of them at once, and does nothing with the answers. Answers how many pull requests came. */
export async function readBarely(
  github: LocalGithubReady,
  repositories: LocalGithubReady['repositories'],
): Promise<number> {
  const counts = await Promise.all(repositories.map(({ nodeId }) => readOne(github, nodeId)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function readOne({ url, token }: LocalGithubReady, repository: string): Promise<number> {
  let count = 0;
  for (let after: string | null = null; ; ) {
    const asked = { repository, size: 50, after, onlyOpen: false, estimate: null, remainders: [] };
    const { document, variables } = pageQuery(asked);
    const response = await fetch(`${url}/api/graphql`, {
      method: 'POST',
      headers: { authorization: `bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables }),
    });
    const { data } = (await response.json()) as { data: { repository: { pullRequests: Page } } };
    const { pageInfo, nodes } = data.repository.pullRequests;
    count += nodes.length;
    if (!pageInfo.hasNextPage) return count;
    after = pageInfo.endCursor;
  }
}
