import type { ApiCall } from '@devpulse/contracts/client';
import { listWhoLooked } from '@devpulse/contracts/organization/trust';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { AccessLogView } from '../../ipc/week.ts';

type Look = RouteResponse<typeof listWhoLooked>['items'][number];
type Entry = AccessLogView['entries'][number];

const WHAT: Record<Look['what'], Pick<Entry, 'did' | 'what'>> = {
  individual_figures: { did: 'viewed', what: 'Individual figures' },
  organization_export: { did: 'exported', what: 'All data of the organization' },
  attendance_days: { did: 'viewed', what: 'Day totals' },
  attendance_sessions: { did: 'viewed', what: 'Session times' },
  attendance_export: { did: 'exported', what: 'Timesheet' },
  presence: { did: 'viewed', what: 'Presence' },
};
const ROLES: Record<string, Entry['role']> = { manager: 'manager', admin: 'admin', owner: 'owner' };

export type AccessLog = {
  load: (call: ApiCall | null, slug: string | null, now: number) => Promise<AccessLogView>;
  clear: () => void;
};

/** The last answer stays for when the server is away; it is in memory alone. */
export function createAccessLog(): AccessLog {
  let last: AccessLogView = { entries: [], asOf: null, isOffline: true };
  return {
    async load(call, slug, now) {
      if (!call || slug === null) return { ...last, isOffline: true };
      try {
        const { items } = await call(listWhoLooked, { params: { organization: slug }, query: {} });
        const entries = items.map(({ at, viewer, viewerRole, what }) => ({
          at: Date.parse(at),
          who: viewer,
          role: ROLES[viewerRole] ?? ('other' as const),
          ...WHAT[what],
        }));
        last = { entries, asOf: now, isOffline: false };
        return last;
      } catch {
        return { ...last, isOffline: true };
      }
    },
    clear() {
      last = { entries: [], asOf: null, isOffline: true };
    },
  };
}
