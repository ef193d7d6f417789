import { listOrganizations } from './organizations.ts';
import { getEvidence, getOverview } from './overview.ts';
import type { Route } from './route.ts';

/** Every JSON endpoint of the API; the OpenAPI page is rendered from this list. */
export const ROUTES: readonly Route[] = [listOrganizations, getOverview, getEvidence];
