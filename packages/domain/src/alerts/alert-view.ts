import { type MemberAuthority, mayReadTeam, mayUse, personView } from '../access/member-authority.ts';
import type { Instant } from '../time/instant.ts';
import type { AlertText } from './candidate.ts';
import { ALERT_RULES } from './rules.ts';
import type { StoredAlert } from './stored-alert.ts';

/** `self`: it is about the reader. `logged`: seeing it has to be written into that person's access log. */
export type AlertView = 'open' | 'self' | 'logged' | 'none';

type Viewed = Pick<
  StoredAlert,
  'rule' | 'subject' | 'teamId' | 'state' | 'managersFrom' | 'text' | 'personText'
>;

function personFirstView(alert: Viewed, authority: MemberAuthority, now: Instant): AlertView {
  const teamIds = alert.teamId === null ? [] : [alert.teamId];
  const view = personView(authority, { contributorId: alert.subject.id, teamIds });
  if (view === 'self') return 'self';
  const isTold = alert.managersFrom !== null && alert.managersFrom <= now;
  // What ended before managers were told stays with the person.
  const isShared = alert.state === 'acknowledged' || (isTold && alert.state !== 'resolved');
  return view === 'logged' && isShared ? 'logged' : 'none';
}

/** Whether and how a member sees an alert. Source: metrics.md, section 6 and section 8, decision 6; capabilities.ts. */
export function alertView(alert: Viewed, authority: MemberAuthority, now: Instant): AlertView {
  const isOwn = alert.subject.type === 'contributor' && alert.subject.id === authority.contributorId;
  switch (ALERT_RULES[alert.rule].audience) {
    case 'organization':
      return mayUse(authority, 'read_delivery') ? 'open' : 'none';
    case 'team':
      return alert.teamId !== null && mayReadTeam(authority, alert.teamId) ? 'open' : 'none';
    case 'administrators':
      return mayUse(authority, 'manage_connections') ? 'open' : 'none';
    case 'person':
      return isOwn ? 'self' : 'none';
    case 'person_first':
      return personFirstView(alert, authority, now);
  }
}

/** Whether a member may acknowledge or snooze it: whoever sees it; of one about a person, that person alone. */
export function mayDecide(alert: Viewed, authority: MemberAuthority, now: Instant): boolean {
  const view = alertView(alert, authority, now);
  return view === 'open' || view === 'self';
}

/** The words for this reader: a person is addressed by name in alerts about themselves and nobody is named to anybody else. */
export function alertText(alert: Viewed, view: AlertView): AlertText {
  return view === 'self' && alert.personText !== null ? alert.personText : alert.text;
}
