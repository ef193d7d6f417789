import type { Database } from '@devpulse/database/connection';
import { readDailyMetrics } from '@devpulse/database/read/daily-metrics';
import { findOrganization } from '@devpulse/database/read/organizations';
import { readEvidence, readOpenPullRequests } from '@devpulse/database/read/pull-requests';

/** The read verbs, bound to the read-only role. */
export function bindDashboardReads(dashboard: Database) {
  return {
    findOrganization: (slug: string) => findOrganization(dashboard, slug),
    readDailyMetrics: (scope: Parameters<typeof readDailyMetrics>[1]) => readDailyMetrics(dashboard, scope),
    readOpenPullRequests: (scope: Parameters<typeof readOpenPullRequests>[1]) =>
      readOpenPullRequests(dashboard, scope),
    readEvidence: (scope: Parameters<typeof readEvidence>[1]) => readEvidence(dashboard, scope),
  };
}

export type DashboardReads = ReturnType<typeof bindDashboardReads>;
export type OrganizationView = NonNullable<Awaited<ReturnType<DashboardReads['findOrganization']>>>;
