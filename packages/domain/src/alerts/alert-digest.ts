import type { MemberAuthority } from '../access/member-authority.ts';
import type { Instant } from '../time/instant.ts';
import { type AlertView, alertText, alertView } from './alert-view.ts';
import type { AlertText } from './candidate.ts';
import type { AlertRuleId } from './rules.ts';
import type { StoredAlert } from './stored-alert.ts';

export type DigestReader = {
  readonly authority: MemberAuthority;
  /** When the last digest was made; null for the first, which tells of what opened in the last 24 elapsed hours as new. */
  readonly lastDigestAt: Instant | null;
  readonly now: Instant;
  /** Names by team id. */
  readonly teamNames: Readonly<Record<string, string>>;
};

export type DigestEntry = {
  readonly alertId: string;
  readonly rule: AlertRuleId;
  readonly since: Instant;
  readonly text: AlertText;
};

/** Entries that fit, oldest first, and how many more there are. */
export type DigestSection = { readonly entries: readonly DigestEntry[]; readonly moreCount: number };

export type DigestGroup = {
  /** Null for what belongs to no team. */
  readonly teamId: string | null;
  readonly teamName: string | null;
  /** Opened since the last digest and still open. */
  readonly opened: DigestSection;
  /** Told before and still open, those that hold longest. */
  readonly openLongest: DigestSection;
  /** Told before, and their condition ended since. */
  readonly resolved: DigestSection;
};

export type AlertDigest = { readonly groups: readonly DigestGroup[]; readonly openCount: number };

const FIRST_MILLISECONDS = 86_400_000;
const MOST = { opened: 10, openLongest: 3, resolved: 5 } as const;
type SectionName = keyof typeof MOST;

type Seen = { readonly alert: StoredAlert; readonly view: AlertView; readonly section: SectionName };

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sectionOf(alert: StoredAlert, since: Instant): SectionName | null {
  if (alert.state === 'open') return alert.openedAt > since ? 'opened' : 'openLongest';
  const isEnd = alert.state === 'resolved' && alert.resolvedReason === 'ended';
  return isEnd && alert.openedAt <= since && (alert.resolvedAt ?? 0) > since ? 'resolved' : null;
}

function section(seen: readonly Seen[], name: SectionName): DigestSection {
  const ofIt = seen
    .filter((one) => one.section === name)
    .sort((a, b) => a.alert.since - b.alert.since || byText(a.alert.id, b.alert.id));
  const entries = ofIt.slice(0, MOST[name]).map(({ alert, view }) => {
    return { alertId: alert.id, rule: alert.rule, since: alert.since, text: alertText(alert, view) };
  });
  return { entries, moreCount: ofIt.length - entries.length };
}

function group(teamId: string | null, seen: readonly Seen[], reader: DigestReader): DigestGroup {
  return {
    teamId,
    teamName: teamId === null ? null : (reader.teamNames[teamId] ?? null),
    opened: section(seen, 'opened'),
    openLongest: section(seen, 'openLongest'),
    resolved: section(seen, 'resolved'),
  };
}

/** By name, what belongs to no team at the end: teams are never ranked. */
function inOrder(a: DigestGroup, b: DigestGroup): number {
  if (a.teamId === null || b.teamId === null) return Number(a.teamId === null) - Number(b.teamId === null);
  return (a.teamName ?? '').localeCompare(b.teamName ?? '', 'en') || byText(a.teamId, b.teamId);
}

/**
 * What a daily mail tells one reader; null when there is nothing to tell. Acknowledged and snoozed alerts are known and left out; so is
 * whatever opened and ended between two digests, what ended because a rule was turned off, and alerts about other people, which
 * are seen only where looking is logged.
 */
export function alertDigest(alerts: readonly StoredAlert[], reader: DigestReader): AlertDigest | null {
  const since = reader.lastDigestAt ?? reader.now - FIRST_MILLISECONDS;
  const byTeam = new Map<string | null, Seen[]>();
  let openCount = 0;
  for (const alert of alerts) {
    const view = alertView(alert, reader.authority, reader.now);
    const section = sectionOf(alert, since);
    if (section === null || view === 'none' || view === 'logged') continue;
    if (alert.state === 'open') openCount += 1;
    const seen = byTeam.get(alert.teamId) ?? [];
    byTeam.set(alert.teamId, [...seen, { alert, view, section }]);
  }
  if (byTeam.size === 0) return null;
  const groups = [...byTeam].map(([teamId, seen]) => group(teamId, seen, reader)).sort(inOrder);
  return { groups, openCount };
}
