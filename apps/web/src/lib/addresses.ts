import {
  type EvidenceSearch,
  type OverviewSearch,
  serializeEvidence,
  serializeOverview,
} from './search-params.ts';

/** Addresses of the pages; nothing else spells a path. */
export function overviewAddress(organization: string, search: Partial<OverviewSearch> = {}): string {
  return serializeOverview(`/${organization}`, search);
}

export function evidenceAddress(organization: string, search: Partial<EvidenceSearch> = {}): string {
  return serializeEvidence(`/${organization}/pull-requests`, search);
}

export function evidenceCsvAddress(organization: string, search: Partial<EvidenceSearch>): string {
  return serializeEvidence(`/${organization}/pull-requests/csv`, search);
}

/** What every figure means; `anchor` is that of a definition, such as `#cycle-time`. */
export function definitionsAddress(organization: string, anchor = ''): string {
  return `/${organization}/metrics${anchor}`;
}

/** The daily rows of what the overview shows with the same search. */
export function dailyMetricsCsvAddress(organization: string, search: Partial<OverviewSearch> = {}): string {
  return serializeOverview(`/${organization}/metrics/csv`, search);
}

/** Every pull request that the score counts or leaves out. */
export function scoreCsvAddress(organization: string, search: { day?: string; team?: string } = {}): string {
  return withSearch(`/${organization}/score/csv`, search);
}

export function liveAddress(organization: string): string {
  return `/api/live/${organization}`;
}

export function teamsAddress(organization: string): string {
  return `/${organization}/teams`;
}

export function teamAddress(organization: string, team: string): string {
  return `/${organization}/teams/${team}`;
}

export function peopleAddress(organization: string): string {
  return `/${organization}/people`;
}

/** Whose accounts are whose; with the forms to change one contributor. */
export function contributorsAddress(organization: string, search: { change?: string } = {}): string {
  return withSearch(`/${organization}/people/contributors`, search);
}

/** Individual figures of a contributor. */
export function personAddress(organization: string, contributor: string): string {
  return `/${organization}/people/${contributor}`;
}

export function ownRecordAddress(organization: string, search: { before?: string } = {}): string {
  return withSearch(`/${organization}/me`, search);
}

export function ownExportAddress(organization: string, format: ExportFormat): string {
  return `/${organization}/me/export?format=${format}`;
}

/** How the organization is connected to GitHub; `requested` once somebody has asked for an App that others have to approve. */
export function githubAddress(organization: string, search: { requested?: '1' } = {}): string {
  return withSearch(`/${organization}/github`, search);
}

export type SettingsSection = 'general' | 'attendance' | 'sso' | 'trust' | 'data';

export function settingsAddress(organization: string, section: SettingsSection = 'general'): string {
  return section === 'general' ? `/${organization}/settings` : `/${organization}/settings/${section}`;
}

export type ExportFormat = 'json' | 'csv';

export function organizationExportAddress(organization: string, format: ExportFormat): string {
  return `/${organization}/settings/data/export?format=${format}`;
}

export function auditAddress(organization: string, search: { before?: string } = {}): string {
  return withSearch(`/${organization}/audit`, search);
}

type WeekSearch = { week?: string; view?: 'table' };

/** The caller's own time. */
export function attendanceAddress(organization: string, search: WeekSearch = {}): string {
  return withSearch(`/${organization}/attendance`, search);
}

export function attendanceDayAddress(organization: string, day: string): string {
  return `/${organization}/attendance/days/${day}`;
}

/** Corrections that the caller asked for. */
export function attendanceRequestsAddress(organization: string): string {
  return `/${organization}/attendance/requests`;
}

/** What of the clock the caller decides. */
export function attendanceChoicesAddress(organization: string): string {
  return `/${organization}/attendance/choices`;
}

export function teamTimeAddress(
  organization: string,
  search: { week?: string; team?: string; through?: string } = {},
): string {
  return withSearch(`/${organization}/attendance/team`, search);
}

/** Somebody's days, as others may see them. */
export function memberTimeAddress(
  organization: string,
  member: string,
  search: { week?: string } = {},
): string {
  return withSearch(`/${organization}/attendance/members/${member}`, search);
}

type TimesheetSearch = { from: string; to: string; member?: string };

export function timesheetAddress(
  organization: string,
  format: 'csv' | 'pdf',
  search: TimesheetSearch,
): string {
  return withSearch(`/${organization}/attendance/${format}`, search);
}

export function teamTimesheetAddress(
  organization: string,
  search: { from: string; to: string; team?: string },
): string {
  return withSearch(`/${organization}/attendance/team/csv`, search);
}

export type OnboardingStep = 'name' | 'week' | 'people' | 'github';

/** Without an organization, the first step. */
export function onboardingAddress(search: { organization?: string; step?: OnboardingStep } = {}): string {
  return withSearch('/new', search);
}

function withSearch(path: string, search: Record<string, string | undefined>): string {
  const given = Object.entries(search).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** Password, factors, sessions and devices of the person. */
export function securityAddress(): string {
  return '/account/security';
}

/** Name, address and organizations of the person. */
export function accountAddress(): string {
  return '/account';
}
