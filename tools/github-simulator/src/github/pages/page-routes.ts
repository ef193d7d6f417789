import type { Route } from '../http/hub.ts';
import { installPages } from './install-pages.ts';
import { manifestPages } from './manifest-pages.ts';
import { oauthPages } from './oauth-pages.ts';
import { settingsPages } from './settings-pages.ts';

/** Everything a browser walks through. */
export const pageRoutes: readonly Route[] = [
  ...manifestPages,
  ...installPages,
  ...settingsPages,
  ...oauthPages,
];
