/** Hosts of github.com and of GitHub Enterprise Cloud show an App under another path than a GitHub Enterprise Server does. */
const CLOUD_HOST = /^(?:github\.com|[a-z0-9-]+\.ghe\.com)$/;

/** The page of an App. `webUrl` is the origin of its GitHub. */
export function appPage({ webUrl, slug }: { webUrl: string; slug: string }): string {
  const folder = CLOUD_HOST.test(new URL(webUrl).hostname) ? 'apps' : 'github-apps';
  return `${webUrl}/${folder}/${encodeURIComponent(slug)}`;
}

/** Where a person installs an App, or chooses its repositories where it is installed. */
export function installPage(app: { webUrl: string; slug: string }, state: string): string {
  return `${appPage(app)}/installations/new?state=${encodeURIComponent(state)}`;
}

/** Where a manifest is posted, for the account that is to own the App; the person’s own without a login. */
export function manifestPage(webUrl: string, ownerLogin: string | undefined, state: string): string {
  const owner = ownerLogin === undefined ? '' : `/organizations/${encodeURIComponent(ownerLogin)}`;
  return `${webUrl}${owner}/settings/apps/new?state=${encodeURIComponent(state)}`;
}

/** Where the repositories and permissions of an installation are changed. */
export function installationPage(
  webUrl: string,
  installation: { id: string; accountLogin: string; accountType: string },
): string {
  const { id, accountLogin, accountType } = installation;
  const owner = accountType === 'Organization' ? `/organizations/${encodeURIComponent(accountLogin)}` : '';
  return `${webUrl}${owner}/settings/installations/${id}`;
}
