import type { HeldData } from '@devpulse/contracts/organization/trust';
import type { OwnTableName } from '@devpulse/database/organization/own-record';
import type { z } from 'zod';

type Kind = Pick<z.output<typeof HeldData>, 'title' | 'purpose' | 'audience'>;

const YOU_ALONE = 'You alone';
const YOU_AND_EXPORT = 'You; the Owner in the export of the whole organization';
const TIME_AUDIENCE =
  'You, managers of your teams, Admins and the Owner; each look is in the log of who looked';
const DELIVERY_AUDIENCE =
  'Every member sees what GitHub shows: titles, authors and times of pull requests. Sums of one person: you, and others only while individual views are on, logged';

/** What each kind of data is, why it is held and who sees it; how long it is kept says `packages/domain/src/privacy/kept.ts`. */
export const HELD_DATA: Record<OwnTableName, Kind> = {
  user: {
    title: 'Your name and e-mail address',
    purpose: 'To sign you in, to address mails to you, and to name you to your colleagues',
    audience: 'Members of your organizations see the name; Admins and Owners also the address',
  },
  password: {
    title: 'A hash of your password',
    purpose: 'To check your password; the password itself is not kept',
    audience: 'Nobody',
  },
  identity: {
    title: 'Accounts elsewhere that you sign in with',
    purpose: 'To sign you in with GitHub or single sign-on',
    audience: YOU_ALONE,
  },
  totp: {
    title: 'The secret of your authenticator app, sealed',
    purpose: 'To check the codes of your second factor',
    audience: 'Nobody; Admins and Owners see whether you have a second factor',
  },
  passkey: {
    title: 'Public keys of your passkeys',
    purpose: 'To sign you in without a password',
    audience: `${YOU_ALONE}; Admins and Owners see whether you have a second factor`,
  },
  recovery_code: {
    title: 'Hashes of your recovery codes',
    purpose: 'To let you in when your second factor is lost',
    audience: 'Nobody',
  },
  session: {
    title: 'Where and when you signed in: address, browser, times',
    purpose: 'To keep you signed in, and to let you see and end each session',
    audience: `${YOU_ALONE}; Admins and Owners see the day you were last here`,
  },
  device: {
    title: 'Programs that you have linked',
    purpose: 'To let the desktop app and the command line speak for you, and to let you unlink them',
    audience: YOU_ALONE,
  },
  membership: {
    title: 'Your role in this organization',
    purpose: 'To decide what you may do here',
    audience: 'You, Admins and the Owner',
  },
  invitation: {
    title: 'Invitations to your address',
    purpose: 'To let you join',
    audience: 'Admins and the Owner',
  },
  team_manager: {
    title: 'Teams that you manage',
    purpose: 'To show you the figures of these teams',
    audience: 'Everybody who may see the team',
  },
  contributor: {
    title: 'You as delivery knows you',
    purpose: 'To tell which pull requests and reviews are yours',
    audience: DELIVERY_AUDIENCE,
  },
  github_account: {
    title: 'Your GitHub accounts: number, login, kind',
    purpose: 'To tell which pull requests and reviews are yours',
    audience: DELIVERY_AUDIENCE,
  },
  commit_email: {
    title: 'Names and addresses that you made commits under',
    purpose: 'To tell which commits are yours where GitHub does not know',
    audience: 'You, Admins and the Owner',
  },
  declined_suggestion: {
    title: 'Suggestions about contributors that you declined',
    purpose: 'To not make them again',
    audience: 'You, Admins and the Owner',
  },
  team_membership: {
    title: 'When you were in which team',
    purpose: 'To count your work for the team that you were in at the time',
    audience: 'Everybody who may see the team',
  },
  pull_request: {
    title: 'Pull requests that you opened',
    purpose: 'To compute the delivery figures of your teams and of the organization',
    audience: DELIVERY_AUDIENCE,
  },
  review: {
    title: 'Reviews that you gave',
    purpose: 'To compute review times and the number of reviews',
    audience: DELIVERY_AUDIENCE,
  },
  review_request: {
    title: 'Reviews that you were asked for: when, and when you gave them',
    purpose:
      'To compute how many requests for reviews are answered in time, and whether one person is asked for most of them',
    audience: DELIVERY_AUDIENCE,
  },
  push: {
    title: 'Pushes of yours: branch, commits’ number, time',
    purpose: 'To find when work on a pull request began',
    audience: DELIVERY_AUDIENCE,
  },
  timeline_entry: {
    title: 'Steps of pull requests that you took, such as opening, reviewing, merging',
    purpose: 'To compute how long each phase of a pull request took',
    audience: DELIVERY_AUDIENCE,
  },
  daily_metrics: {
    title: 'Your figures, day by day',
    purpose: 'To show you your own figures',
    audience: 'You; others only while individual views are on, and each view is logged',
  },
  notice: {
    title: 'What the organization has told you',
    purpose: 'To tell every member of changes that matter to them',
    audience: YOU_AND_EXPORT,
  },
  person_view: {
    title: 'Who saw or exported your data',
    purpose: 'To let you see who looked',
    audience: YOU_AND_EXPORT,
  },
  audit_entry: {
    title: 'What you did here, and what was done about you; sign-ins and changes to your account',
    purpose: 'To find out later who changed what',
    audience: 'You, Admins and the Owner; of your account and its sign-ins you alone',
  },
  session_event: {
    title: 'What your clocks told: clock-ins, clock-outs, breaks, pauses that you were shown',
    purpose: 'To compute your sessions, and to compute them again',
    audience: YOU_ALONE,
  },
  work_session: {
    title: 'Your sessions of work',
    purpose: 'To count the time that you worked',
    audience:
      'You; others their times where the organization shows these, or in a correction that they decide',
  },
  work_pause: {
    title: 'Your breaks and pauses, and what you decided about them',
    purpose: 'To leave out of your time what was not work',
    audience: 'You; others only their sums, day by day',
  },
  session_correction: {
    title: 'Corrections of your time that you asked for, and what was decided',
    purpose: 'To change what was recorded wrongly, with a reason',
    audience: TIME_AUDIENCE,
  },
  attendance_summary: {
    title: 'Your days: worked, breaks, first in, last out',
    purpose: 'To keep your working time',
    audience: TIME_AUDIENCE,
  },
  leave_day: {
    title: 'Your days of leave',
    purpose: 'To ask for no work on them',
    audience: 'You; managers of your teams, Admins and the Owner see that a day is one, not why',
  },
  attendance_target: {
    title: 'Minutes that you are to work on each weekday',
    purpose: 'To compare your days with them',
    audience: TIME_AUDIENCE,
  },
  attendance_lock: {
    title: 'Up to which day your time is locked',
    purpose: 'To keep settled time from changing',
    audience: TIME_AUDIENCE,
  },
  attendance_member: {
    title: 'What you chose for your clock',
    purpose: 'To ask about idle time as you want it',
    audience: YOU_ALONE,
  },
  member_zone: {
    title: 'Time zones that your days are in, as your devices told or you chose',
    purpose: 'To know which day an hour belongs to',
    audience: YOU_ALONE,
  },
  attendance_device: {
    title: 'Devices that your time was told by, and when each was last heard from',
    purpose: 'To know what was sent already',
    audience: YOU_ALONE,
  },
  sign_of_life: {
    title: 'Until when a device was heard from during a session',
    purpose: 'To tell a forgotten clock-out from a long day',
    audience: YOU_ALONE,
  },
  attendance_audit: {
    title: 'Who changed your time, and whose you changed',
    purpose: 'To find out later who changed what and why',
    audience: TIME_AUDIENCE,
  },
};
