import type { Route } from '../http/hub.ts';
import { homePages } from './home-page.ts';
import { installPages } from './install-pages.ts';
import { manifestPages } from './manifest-pages.ts';
import { oauthPages } from './oauth-pages.ts';
import { settingsPages } from './settings-pages.ts';

/** Everything a browser walks through. */
export const pageRoutes: readonly Route[] = [
  ...homePages,
  ...manifestPages,
  ...installPages,
  ...settingsPages,
  ...oauthPages,
];
