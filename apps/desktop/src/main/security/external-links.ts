import type { LinkName } from '../../ipc/windows.ts';

/** Set when the app is built; null in builds from elsewhere than the project's repository. */
declare const PROJECT_URL: string | null | undefined;
const project = typeof PROJECT_URL === 'string' ? PROJECT_URL : null;

/** Pages of the project, below its address; what belongs to the person lies on their own server. */
const projectPages: Partial<Record<LinkName, string>> = {
  release_notes: '/releases',
  licences: '/blob/main/LICENSE',
  secure_storage_help: '/blob/main/docs/desktop.md#secure-storage',
  desktop_support: '/blob/main/docs/desktop.md#linux-desktops',
  how_checked: '/blob/main/docs/desktop.md#how-this-is-checked',
};
const serverPages: Partial<Record<LinkName, string>> = {
  dashboard: '/',
  export_data: '/account',
  delete_data: '/account',
  change_zone: '/account',
};

/** The address of a named page; null where it has none, or while no server is known. */
export function addressOf(name: LinkName, server: string | null): string | null {
  const projectPage = projectPages[name];
  if (projectPage) return project === null ? null : `${project}${projectPage}`;
  const path = serverPages[name];
  return path && server ? new URL(path, server).href : null;
}

/**
 * Item 15 of Electron's checklist. A browser is opened for https on the project's host or on the person's server alone; for http
 * only where that server is this very machine.
 */
export function mayOpenOutside(address: string, server: string | null): boolean {
  const url = URL.parse(address);
  if (url === null || `${url.username}${url.password}` !== '') return false;
  const own = server === null ? null : URL.parse(server);
  const isOwnServer = own !== null && url.protocol === own.protocol && url.host === own.host;
  if (url.protocol === 'https:')
    return isOwnServer || (project !== null && url.href.startsWith(`${project}/`));
  return url.protocol === 'http:' && isOwnServer && isThisMachine(url.hostname);
}

export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
