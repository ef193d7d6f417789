export type GithubApi = { rest: string; graphql: string };

/** Where the API of a GitHub is: github.com has a host for it, a GitHub Enterprise Server two paths. */
export function apiOf(webUrl: string): GithubApi {
  if (webUrl === 'https://github.com')
    return { rest: 'https://api.github.com', graphql: 'https://api.github.com/graphql' };
  return { rest: `${webUrl}/api/v3`, graphql: `${webUrl}/api/graphql` };
}
