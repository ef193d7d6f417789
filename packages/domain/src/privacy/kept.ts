import { daysText, monthsText, RETENTION } from './retention.ts';

const ADDRESS = daysText(RETENTION.signInAddressDays);
const ENDED = daysText(RETENTION.endedSessionDays);
const UNINSTALLED = `${daysText(RETENTION.deletedInstallationDays)} after the App was uninstalled`;
const TIME = monthsText(RETENTION.timeMonths);
const LOG = monthsText(RETENTION.logMonths);

/**
 * What ends each kind of data: `record` as the page on privacy says it, `you` as the person it is about is told, `brief` as it stands in
 * the column of the desktop's page.
 */
const RULES = {
  account: {
    record: 'until the account is deleted',
    you: 'Until you delete your account',
    brief: 'Until you delete your account',
  },
  membership: { record: 'until the person leaves or is removed', you: 'Until you leave the organization' },
  removed: { record: 'until it is removed', you: 'Until you remove it, or delete your account' },
  unlinked: { record: 'until it is unlinked', you: 'Until you unlink it, or delete your account' },
  renewed: { record: 'until they are renewed', you: 'Until you renew them, or delete your account' },
  session: {
    record: `${ENDED} after the session has ended; its address ${ADDRESS} after the sign-in or approval at the latest`,
    you: `${ENDED} after the session has ended; its address ${ADDRESS} after you signed in at the latest`,
    brief: `${ENDED} after it ended`,
  },
  spent: { record: `${daysText(RETENTION.spentSecretDays)} after it is over` },
  mail: { record: daysText(RETENTION.mailDays) },
  organization: {
    record: 'until the organization is deleted; the link to an account until the record or account is',
    you: 'As long as the organization; after you delete your record it is linked to you no longer',
  },
  setting: { record: 'until the organization is deleted' },
  invitation: {
    record: 'until the organization, or the record or account of the invited person is deleted',
    you: 'As long as the organization; until you delete your record or account',
  },
  commitAddress: {
    record:
      'until the organization, or the record or account of the person is deleted; a later commit brings its address back',
    you: 'Until you delete your record or account; a later commit brings its address back',
  },
  repository: {
    record: `until the organization is deleted, or ${UNINSTALLED}`,
    you: `As long as the organization, or ${UNINSTALLED}; after you delete your record it is linked to you no longer`,
  },
  delivery: {
    record: `${monthsText(RETENTION.deliveryMonths)}, or what the operator set for the organization, and at least ${daysText(RETENTION.countedDeliveryDays)} from when it was counted`,
  },
  deliveryKey: { record: daysText(RETENTION.deliveryKeyDays) },
  alert: { record: `${monthsText(RETENTION.endedAlertMonths)} after it ended` },
  digest: { record: 'until it is given up' },
  record: {
    record: 'until the person deletes their record or account',
    you: 'Until you delete your record or account',
    brief: 'Until you delete your account',
  },
  time: {
    record: `the organization’s retention of time, ${TIME} unless it chose otherwise; until the person deletes their record or account`,
    you: `${TIME}, unless the organization chose otherwise; until you delete your record or account`,
    brief: TIME,
  },
  timeAudit: {
    record: `the organization’s retention of time, ${TIME} unless it chose otherwise; once the person is deleted, of nobody`,
    you: `${TIME}, unless the organization chose otherwise; after you delete your record or account it is of nobody`,
    brief: TIME,
  },
  log: {
    record: `${LOG}; once the person’s account is deleted, without their id`,
    you: `${LOG}; after you delete your account without your id`,
    brief: LOG,
  },
} as const satisfies Record<string, { record: string; you?: string; brief?: string }>;
type Rule = keyof typeof RULES;

/** What ends the rows of each table that holds something about people. */
const KEPT = {
  user: 'account',
  membership: 'membership',
  team_manager: 'membership',
  password: 'account',
  identity: 'unlinked',
  totp: 'removed',
  recovery_code: 'renewed',
  passkey: 'removed',
  session: 'session',
  refresh_token: 'session',
  device: 'account',
  one_time_token: 'spent',
  device_code: 'spent',
  throttle: 'spent',
  invitation: 'invitation',
  outgoing_mail: 'mail',
  contributor: 'organization',
  github_account: 'organization',
  team: 'organization',
  team_membership: 'organization',
  commit_email: 'commitAddress',
  declined_suggestion: 'organization',
  github_token: 'removed',
  pull_request: 'repository',
  review: 'repository',
  review_request: 'repository',
  push: 'repository',
  timeline_entry: 'repository',
  repository: 'repository',
  raw_delivery: 'delivery',
  delivery_key: 'deliveryKey',
  daily_metrics: 'organization',
  window_metrics: 'organization',
  score: 'organization',
  health_alert: 'alert',
  alert_setting: 'setting',
  digest_subscription: 'digest',
  session_event: 'time',
  work_session: 'time',
  work_pause: 'time',
  sign_of_life: 'time',
  attendance_summary: 'time',
  leave_day: 'time',
  attendance_target: 'record',
  attendance_lock: 'record',
  session_correction: 'time',
  attendance_audit: 'timeAudit',
  attendance_member: 'record',
  member_zone: 'record',
  attendance_device: 'record',
  audit_entry: 'log',
  person_view: 'log',
  notice: 'membership',
} as const satisfies Record<string, Rule>;
export type HeldTable = keyof typeof KEPT;

type RuleSaying<Voice extends string> = {
  [R in Rule]: (typeof RULES)[R] extends Record<Voice, string> ? R : never;
}[Rule];
type TableSaying<Voice extends string> = {
  [T in HeldTable]: (typeof KEPT)[T] extends RuleSaying<Voice> ? T : never;
}[HeldTable];

declare const made: unique symbol;
/** Words that were made here of what upkeep deletes by; a text that somebody wrote is none. */
export type KeptWords = string & { readonly [made]: true };

/** How long what is in a table stays, as the person it is about is told. */
export function keptForYou(table: TableSaying<'you'>): KeptWords {
  return RULES[KEPT[table]].you as KeptWords;
}

/** A table that the desktop’s page “What is collected” can say in a few words how long it is kept. */
export type BrieflyKept = TableSaying<'brief'>;
export function keptBriefly(table: BrieflyKept): KeptWords {
  return RULES[KEPT[table]].brief as KeptWords;
}

/** The same of the network address of a sign-in, which goes before the rest of its row. */
export const ADDRESS_KEPT_BRIEFLY = `${ADDRESS} after it` as KeptWords;
export const NOT_KEPT = 'Not kept' as KeptWords;

/** How long what is in some tables stays, as the page on privacy says it: once where it is the same of all. */
export function keptInRecord(tables: readonly HeldTable[]): string {
  const rules = [...new Set(tables.map((table) => KEPT[table]))];
  return rules
    .map((rule) => {
      const own = tables.filter((table) => KEPT[table] === rule).map((table) => `\`${table}\``);
      return rules.length === 1 ? RULES[rule].record : `${own.join(', ')}: ${RULES[rule].record}`;
    })
    .join('; ');
}
