import { readOwnScore, readScoreRows } from '@devpulse/database/analysis/own-score';
import type { Database } from '@devpulse/database/connection';
import { readAlerts, readOpenAlertCounts } from '@devpulse/database/read/alerts';
import { readChangeCount } from '@devpulse/database/read/change-count';
import { readDailyMetrics } from '@devpulse/database/read/daily-metrics';
import { readDefinitions } from '@devpulse/database/read/definition-changes';
import { readEvidence } from '@devpulse/database/read/evidence';
import { readGroups } from '@devpulse/database/read/groups';
import { findOrganization, findRepository } from '@devpulse/database/read/organizations';
import { readOpenPullRequests, readPullRequestNames } from '@devpulse/database/read/pull-requests';
import { readTrackedRepositories } from '@devpulse/database/read/repositories';
import { readScore, readScoreHistory, readScoresOfScopes } from '@devpulse/database/read/scores';
import { readWindow, readWindows } from '@devpulse/database/read/windows';
import { inOrganization } from '@devpulse/database/tenant';

type Query<Verb extends (dashboard: Database, query: never) => unknown> = Parameters<Verb>[1];

/** The read verbs, bound to the read-only role. */
export function bindDashboardReads(dashboard: Database) {
  return {
    findOrganization: (query: Query<typeof findOrganization>) => findOrganization(dashboard, query),
    findRepository: (query: Query<typeof findRepository>) => findRepository(dashboard, query),
    readChangeCount: (organizationId: string) => readChangeCount(dashboard, organizationId),
    readGroups: (organizationId: string) => readGroups(dashboard, organizationId),
    readDefinitions: (organizationId: string) => readDefinitions(dashboard, organizationId),
    readWindow: (query: Query<typeof readWindow>) => readWindow(dashboard, query),
    readWindows: (query: Query<typeof readWindows>) => readWindows(dashboard, query),
    readDailyMetrics: (query: Query<typeof readDailyMetrics>) => readDailyMetrics(dashboard, query),
    readOpenPullRequests: (query: Query<typeof readOpenPullRequests>) =>
      readOpenPullRequests(dashboard, query),
    readPullRequestNames: (query: Query<typeof readPullRequestNames>) =>
      readPullRequestNames(dashboard, query),
    readEvidence: (query: Query<typeof readEvidence>) => readEvidence(dashboard, query),
    readTrackedRepositories: (organizationId: string) => readTrackedRepositories(dashboard, organizationId),
    readScore: (query: Query<typeof readScore>) => readScore(dashboard, query),
    readScoreHistory: (query: Query<typeof readScoreHistory>) => readScoreHistory(dashboard, query),
    readScoresOfScopes: (query: Query<typeof readScoresOfScopes>) => readScoresOfScopes(dashboard, query),
    /** Of nobody but the reader. */
    readOwnScore: (organizationId: string, own: Parameters<typeof readOwnScore>[1]) =>
      inOrganization(dashboard, organizationId, (tenant) => readOwnScore(tenant, own)),
    readScoreRows: (organizationId: string, scope: Parameters<typeof readScoreRows>[1], day: string) =>
      inOrganization(dashboard, organizationId, (tenant) => readScoreRows(tenant, scope, day)),
    readAlerts: (query: Query<typeof readAlerts>) => readAlerts(dashboard, query),
    readOpenAlertCounts: (query: Query<typeof readOpenAlertCounts>) => readOpenAlertCounts(dashboard, query),
  };
}

export type DashboardReads = ReturnType<typeof bindDashboardReads>;
export type OrganizationView = NonNullable<Awaited<ReturnType<DashboardReads['findOrganization']>>>;
