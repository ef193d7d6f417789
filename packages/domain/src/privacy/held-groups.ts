import type { HeldTable } from './kept.ts';

/** Rows of the page on privacy: what is held about people, why, and who sees it. */
export type HeldGroup = {
  of: string;
  tables: readonly HeldTable[];
  what: string;
  why: string;
  seenBy: string;
};

const MEMBERS = 'members of the organization';
const THEIR_TEAMS = `${MEMBERS} as far as their teams reach`;

const OF_ACCESS: readonly HeldGroup[] = [
  {
    of: 'An account',
    tables: ['user', 'membership', 'team_manager'],
    what: 'name, e-mail address, role, teams managed',
    why: 'signing in, deciding what to show',
    seenBy: 'the person; members of the same organization: the name; Admin, Owner: the address',
  },
  {
    of: 'Signing in',
    tables: ['password', 'identity', 'totp', 'recovery_code', 'passkey'],
    what: 'a hash; the id at GitHub or at the single sign-on; a sealed secret; hashes; a public key',
    why: 'proving who it is',
    seenBy: 'nobody; the person sees that they exist',
  },
  {
    of: 'Sessions',
    tables: ['session', 'refresh_token', 'device'],
    what: 'when and from which network address, the program’s own name, operating system and version',
    why: 'listing and ending them',
    seenBy: 'the person; Admin, Owner: the day they were last here',
  },
  {
    of: 'Ways in that wait',
    tables: ['one_time_token', 'device_code', 'throttle', 'invitation'],
    what: 'hashes; the name and network address of a device that asks to be linked; counts of failures under keyed hashes of accounts and addresses; the invited address and role',
    why: 'links, device codes, slowing guessing down, invitations',
    seenBy: 'who is asked to link a device: what it says of itself; Admin, Owner: open invitations',
  },
  {
    of: 'Mails',
    tables: ['outgoing_mail'],
    what: 'recipient, subject, sealed text until it is sent',
    why: 'sending it',
    seenBy: 'the Owner of the instance, when it could not be sent',
  },
];

const OF_DELIVERY: readonly HeldGroup[] = [
  {
    of: 'Delivery',
    tables: ['contributor', 'github_account', 'team', 'team_membership'],
    what: 'GitHub login and id, teams and since when, the link to an account',
    why: 'saying whose a pull request is',
    seenBy: THEIR_TEAMS,
  },
  {
    of: 'Commits',
    tables: ['commit_email', 'declined_suggestion'],
    what: 'names and addresses that commits were made under, first and last seen; suggestions that were declined',
    why: 'telling whose a commit is when GitHub does not know',
    seenBy: 'Admin, Owner; the person their own',
  },
  {
    of: 'A way to GitHub',
    tables: ['github_token'],
    what: 'a sealed token, the login it speaks as',
    why: 'reading repositories without an App',
    seenBy: 'nobody; Admin, Owner see the login and when it ends',
  },
  {
    of: 'Pull requests',
    tables: ['pull_request', 'review', 'review_request', 'push', 'timeline_entry', 'repository'],
    what: 'titles, states, instants, authors and reviewers by GitHub account; no code',
    why: 'the figures of delivery and the evidence behind each',
    seenBy: MEMBERS,
  },
  {
    of: 'What GitHub sent',
    tables: ['raw_delivery', 'delivery_key'],
    what: 'the event as it came, with what GitHub puts in: logins, titles, texts, authors of commits',
    why: 'computing the figures anew, exactly',
    seenBy: 'nobody; no endpoint reads it',
  },
  {
    of: 'Figures',
    tables: ['daily_metrics', 'window_metrics', 'score'],
    what: 'counts and durations by day, for organization, team, repository and contributor; of the last 7 to 90 days and the Delivery Reliability Score, never of a person to others',
    why: 'reading fast',
    seenBy:
      'organization and repository: members; team: as far as their teams reach; contributor: the person, and others only while individual views are on',
  },
  {
    of: 'Health alerts',
    tables: ['health_alert', 'alert_setting', 'digest_subscription'],
    what: 'what stands still or is over its target, since when, who acknowledged it; who set a rule; who has the digest by mail',
    why: 'seeing trouble early',
    seenBy: `${THEIR_TEAMS}; one about a person: that person first`,
  },
];

const OF_TIME: readonly HeldGroup[] = [
  {
    of: 'Time',
    tables: ['session_event', 'work_session', 'work_pause', 'sign_of_life'],
    what: 'when a session began and ended, breaks, pauses that the person was shown, what they decided; which of their devices told it and until when each was heard from; no input, no windows',
    why: 'counting the time worked',
    seenBy:
      'the person; others the times of sessions only where the organization shows these, which every member is told, or in a correction that they decide; pauses, their kinds, events and devices nobody else',
  },
  {
    of: 'Days',
    tables: ['attendance_summary', 'leave_day', 'attendance_target', 'attendance_lock'],
    what: 'worked, breaks, unresolved, first in, last out; days of leave; minutes to be worked; up to which day it is settled',
    why: 'working time records',
    seenBy:
      'the person; managers of their teams, Admins, Owner: of leave only that a day is one; each look and each export is shown to the person',
  },
  {
    of: 'Corrections of time',
    tables: ['session_correction', 'attendance_audit'],
    what: 'what was asked, by whom it was decided, before and after, why; no address of a machine',
    why: 'time that nobody has to argue about',
    seenBy: 'the person; managers of their teams, Admins, Owner',
  },
  {
    of: 'A clock’s settings',
    tables: ['attendance_member', 'member_zone', 'attendance_device'],
    what: 'threshold, detection on or off, time zones of the days, how far each device’s stream was received',
    why: 'asking about idle time as the person wants it; local days',
    seenBy: 'the person',
  },
];

const OF_TRUST: HeldGroup = {
  of: 'Who did and who looked',
  tables: ['audit_entry', 'person_view', 'notice'],
  what: 'who did what to whom, who saw whose figures, what members were told',
  why: 'trust that can be checked',
  seenBy:
    'the audit log: Admin, Owner, and everybody what is about them; views and notices: the person they are of; the Owner all three in the export of everything',
};

export const HELD_GROUPS: readonly HeldGroup[] = [...OF_ACCESS, ...OF_DELIVERY, ...OF_TIME, OF_TRUST];
