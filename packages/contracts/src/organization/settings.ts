import { SECOND_FACTOR_POLICIES } from '@devpulse/domain/access/member-authority';
import { z } from 'zod';
import { Done, PlainName, Seconds } from '../primitives.ts';
import { route } from '../route.ts';
import { OrganizationParams, WorkingCalendarInput, WorkingCalendarView } from './organizations.ts';

const HOUR_SECONDS = 3600;
const TargetSeconds = z
  .int()
  .min(HOUR_SECONDS, 'at least one hour')
  .max(400 * HOUR_SECONDS, 'at most 400 hours');

const Targets = z.object({
  /** Both on the working clock. */
  reviewWorkingSeconds: Seconds,
  cycleWorkingSeconds: Seconds,
});

const BotLogin = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?$/, 'a GitHub login');

export const getSettings = route({
  id: 'getSettings',
  method: 'GET',
  path: '/api/v1/organizations/:organization/settings',
  summary: 'Name, calendar, targets and policies',
  access: 'read_organization',
  params: OrganizationParams,
  response: z.object({
    name: z.string(),
    calendar: WorkingCalendarView,
    targets: Targets,
    secondFactorPolicy: z.enum(SECOND_FACTOR_POLICIES),
    botLogins: z.array(z.string()),
    isIndividualViewsOn: z.boolean(),
    /** A works council’s lock: the switch cannot be turned on while it stands. */
    isIndividualViewsLocked: z.boolean(),
  }),
});

export const updateSettings = route({
  id: 'updateSettings',
  method: 'PATCH',
  path: '/api/v1/organizations/:organization/settings',
  summary: 'Changes what is named; a change of zone, hours or targets recomputes the figures it touches',
  access: 'manage_settings',
  params: OrganizationParams,
  body: z.object({
    name: PlainName.optional(),
    calendar: WorkingCalendarInput.optional(),
    targets: z
      .strictObject({ reviewWorkingSeconds: TargetSeconds, cycleWorkingSeconds: TargetSeconds })
      .optional(),
    secondFactorPolicy: z.enum(SECOND_FACTOR_POLICIES).optional(),
    botLogins: z.array(BotLogin).max(100, 'at most 100 logins').optional(),
  }),
  response: Done,
});
