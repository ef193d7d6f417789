import * as factors from './account/factors.ts';
import * as profile from './account/profile.ts';
import * as sessions from './account/sessions.ts';
import * as analyticsAlerts from './analytics/alerts.ts';
import * as analyticsMetrics from './analytics/metrics.ts';
import * as analyticsOverview from './analytics/overview.ts';
import * as analyticsPages from './analytics/pages.ts';
import * as analyticsScore from './analytics/score.ts';
import * as attendanceClock from './attendance/clock.ts';
import * as attendanceCorrections from './attendance/corrections.ts';
import * as attendanceDays from './attendance/days.ts';
import * as attendanceEvents from './attendance/events.ts';
import * as attendanceLeave from './attendance/leave.ts';
import * as attendanceLocks from './attendance/locks.ts';
import * as attendanceSettings from './attendance/settings.ts';
import * as attendanceTeam from './attendance/team.ts';
import * as deviceLink from './auth/device-link.ts';
import * as federation from './auth/federation.ts';
import * as invitations from './auth/invitations.ts';
import * as recovery from './auth/recovery.ts';
import * as setUp from './auth/set-up.ts';
import * as signIn from './auth/sign-in.ts';
import * as githubApps from './github/apps.ts';
import * as githubConnection from './github/connection.ts';
import * as githubImports from './github/imports.ts';
import * as githubInstallations from './github/installations.ts';
import * as githubRepositories from './github/repositories.ts';
import * as githubTokens from './github/tokens.ts';
import * as contributors from './organization/contributors.ts';
import * as members from './organization/members.ts';
import * as organizations from './organization/organizations.ts';
import * as ownership from './organization/ownership.ts';
import * as settings from './organization/settings.ts';
import * as sso from './organization/sso.ts';
import * as teams from './organization/teams.ts';
import * as trust from './organization/trust.ts';
import type { Route } from './route.ts';

const FILES = [
  setUp,
  signIn,
  recovery,
  invitations,
  federation,
  deviceLink,
  profile,
  factors,
  sessions,
  organizations,
  settings,
  members,
  teams,
  sso,
  ownership,
  trust,
  contributors,
  githubConnection,
  githubApps,
  githubInstallations,
  githubRepositories,
  githubImports,
  githubTokens,
  analyticsOverview,
  analyticsMetrics,
  analyticsPages,
  analyticsScore,
  analyticsAlerts,
  attendanceClock,
  attendanceEvents,
  attendanceDays,
  attendanceCorrections,
  attendanceLeave,
  attendanceTeam,
  attendanceLocks,
  attendanceSettings,
];

/** Every JSON endpoint of the API; the OpenAPI page and the access sweep are made from this list. */
export const ROUTES: readonly Route[] = FILES.flatMap((file) => Object.values(file).filter(isRoute));

function isRoute(value: unknown): value is Route {
  return (
    typeof value === 'object' && value !== null && 'path' in value && 'access' in value && 'response' in value
  );
}
