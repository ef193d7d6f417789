import { ALERT_RULE_IDS } from '@devpulse/domain/alerts/rules';
import { ALERT_STATES } from '@devpulse/domain/alerts/stored-alert';
import { z } from 'zod';
import { OrganizationParams, TeamSummary } from '../organization/organizations.ts';
import { Count, Done, InstantText } from '../primitives.ts';
import { route } from '../route.ts';
import { PageQuery } from './metrics.ts';

export const AlertRule = z.enum(ALERT_RULE_IDS);
export const AlertState = z.enum(ALERT_STATES);

export const AlertView = z.object({
  id: z.uuid(),
  rule: AlertRule,
  state: AlertState,
  severity: z.enum(['notice', 'warning', 'urgent']),
  /** What holds, of what, and against which target; it names a thing, never a person as the fault. */
  text: z.object({ headline: z.string(), about: z.string(), target: z.string() }),
  subject: z.object({
    type: z.enum(['pull_request', 'repository', 'team', 'organization', 'contributor']),
    id: z.uuid(),
    /** On GitHub; null for what is not there. */
    url: z.string().nullable(),
  }),
  team: TeamSummary.nullable(),
  value: z.number(),
  target: z.number(),
  /** Of value and target. */
  unit: z.enum(['working_seconds', 'elapsed_seconds', 'lines', 'percent', 'points', 'count']),
  /** Ids, figures and instants that it was judged by. */
  evidence: z.object({
    ids: z.record(z.string(), z.string()),
    figures: z.record(z.string(), z.number()),
    instants: z.record(z.string(), InstantText),
  }),
  /** Since when the condition holds. */
  since: InstantText,
  openedAt: InstantText,
  /** Who acknowledged, snoozed or reopened it. */
  decidedBy: z.string().nullable(),
  decidedAt: InstantText.nullable(),
  snoozedUntil: InstantText.nullable(),
  resolvedAt: InstantText.nullable(),
  resolvedReason: z.enum(['ended', 'rule_off', 'not_evaluated', 'gone']).nullable(),
  /** Whether the caller may acknowledge, snooze or reopen it. */
  canDecide: z.boolean(),
});
export type AlertView = z.infer<typeof AlertView>;

const path = '/api/v1/organizations/:organization/alerts';
const AlertParams = OrganizationParams.extend({ alert: z.uuid() });

export const listAlerts = route({
  id: 'listAlerts',
  method: 'GET',
  path,
  summary: 'Health alerts that the caller may see, those that hold longest first',
  access: 'read_delivery',
  params: OrganizationParams,
  query: PageQuery.extend({
    state: AlertState.optional().describe('All that are not resolved without it'),
    rule: AlertRule.optional(),
    team: z.string().min(1).max(100).optional().describe('Slug of a team'),
  }),
  response: z.object({
    total: Count,
    items: z.array(AlertView),
    nextCursor: z.string().nullable(),
    evaluatedAt: InstantText.nullable(),
    /** Rules that could not be judged, and why. */
    notEvaluated: z.array(z.object({ rule: AlertRule, reason: z.string(), count: Count })),
  }),
});

export const acknowledgeAlert = route({
  id: 'acknowledgeAlert',
  method: 'POST',
  path: `${path}/:alert/acknowledge`,
  summary: 'Says that somebody knows; it stays until its condition ends',
  access: 'read_delivery',
  params: AlertParams,
  response: Done,
});

export const snoozeAlert = route({
  id: 'snoozeAlert',
  method: 'POST',
  path: `${path}/:alert/snooze`,
  summary: 'Hides it for some time, 30 days at most; it comes back if its condition still holds',
  access: 'read_delivery',
  params: AlertParams,
  body: z.object({
    forSeconds: z
      .int()
      .min(3_600, 'at least one hour')
      .max(30 * 86_400, 'at most 30 days'),
  }),
  response: Done,
});

export const reopenAlert = route({
  id: 'reopenAlert',
  method: 'POST',
  path: `${path}/:alert/reopen`,
  summary: 'Takes an acknowledgement or a snooze back',
  access: 'read_delivery',
  params: AlertParams,
  response: Done,
});

const RuleSetting = z.object({
  rule: AlertRule,
  label: z.string(),
  sentence: z.string(),
  /** What ends an alert. */
  ends: z.string(),
  severity: AlertView.shape.severity,
  isEnabled: z.boolean(),
  isEnabledByDefault: z.boolean(),
  /** A team can only turn it off for itself. */
  isOrganizationsChoice: z.boolean(),
  /** Null where there is nothing to set. Whole numbers; bounds include both ends. */
  target: z
    .object({
      value: z.int(),
      default: z.int(),
      minimum: z.int(),
      maximum: z.int(),
      /** `working_days` are days of the hours of the calendar that judges. */
      unit: z.enum(['working_seconds', 'working_days', 'lines', 'percent', 'hours']),
    })
    .nullable(),
  /** What teams have set for themselves. */
  teams: z.array(
    z.object({ team: TeamSummary, isEnabled: z.boolean().nullable(), target: z.int().nullable() }),
  ),
});

export const getAlertSettings = route({
  id: 'getAlertSettings',
  method: 'GET',
  path: '/api/v1/organizations/:organization/alert-settings',
  summary: 'Each rule with its target and whether it is on, and what teams have set',
  access: 'read_organization',
  params: OrganizationParams,
  response: z.object({
    rules: z.array(RuleSetting),
    /** Whether the caller has the daily digest by mail. */
    hasDigest: z.boolean(),
  }),
});

export const setAlertRule = route({
  id: 'setAlertRule',
  method: 'PUT',
  path: '/api/v1/organizations/:organization/alert-settings/:rule',
  summary:
    'Turns a rule on or off or sets its target, for the organization or for one team; null goes back to the default',
  access: 'manage_settings',
  params: OrganizationParams.extend({ rule: AlertRule }),
  body: z.object({
    team: z.uuid().optional(),
    isEnabled: z.boolean().nullable().optional(),
    /** In the unit of the rule. */
    target: Count.nullable().optional(),
  }),
  response: Done,
});

export const setDigest = route({
  id: 'setDigest',
  method: 'PUT',
  path: '/api/v1/organizations/:organization/digest',
  summary: 'Has the daily digest of alerts sent to the caller by mail, or no longer',
  access: 'own_record',
  params: OrganizationParams,
  body: z.object({ isOn: z.boolean() }),
  response: Done,
});
