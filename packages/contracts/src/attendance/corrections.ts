import { HELD_REASONS } from '@devpulse/domain/attendance/events';
import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Done, InstantText } from '../primitives.ts';
import { route } from '../route.ts';
import { attendancePath, PersonName, Reason } from './shapes.ts';

const path = `${attendancePath}/corrections`;
const CorrectionParams = OrganizationParams.extend({ correction: z.uuid() });

const CORRECTION_KINDS = ['change', 'entry', 'void', 'held_events'] as const;
const CORRECTION_STATES = ['pending', 'approved', 'declined', 'withdrawn'] as const;

/** A range of time with what was not worked in it. Null where there is none, such as before an entry by hand. */
export const CorrectedRange = z
  .object({
    startedAt: InstantText,
    endedAt: InstantText,
    breaks: z.array(z.object({ startedAt: InstantText, endedAt: InstantText })),
  })
  .nullable();

export const CorrectionView = z.object({
  id: z.uuid(),
  member: PersonName,
  kind: z.enum(CORRECTION_KINDS),
  sessionId: z.uuid().nullable(),
  /** The member’s, in which they meant these times. */
  zone: z.string(),
  before: CorrectedRange,
  /** Null: the session is voided. */
  after: CorrectedRange,
  reason: z.string(),
  /** Why events of a device wait for a decision. */
  heldReason: z.enum(HELD_REASONS).nullable(),
  state: z.enum(CORRECTION_STATES),
  askedAt: InstantText,
  /** By name; null for a device, and for somebody who has left. */
  askedBy: z.string().nullable(),
  decidedAt: InstantText.nullable(),
  decidedBy: z.string().nullable(),
  /** `self_applied`: small and recent, as the organization allows; `self_approved`: by the only Owner. */
  decidedAs: z.enum(['manager', 'administrator', 'self_applied', 'self_approved']).nullable(),
  decisionReason: z.string().nullable(),
  /** Send it with a decision: of two at once, one is answered 409. */
  version: z.int(),
  canDecide: z.boolean(),
  canWithdraw: z.boolean(),
});
export type CorrectionView = z.infer<typeof CorrectionView>;

const Instants = z.strictObject({ startedAt: InstantText, endedAt: InstantText });

export const askCorrection = route({
  id: 'askCorrection',
  method: 'POST',
  path,
  summary:
    'Asks to have a session of one’s own changed or voided, or time entered by hand; it changes nothing until it is approved. 409 `sessions_overlap` names the session in the way, 409 `days_locked` is for locked days',
  access: 'own_record',
  params: OrganizationParams,
  body: z.object({
    id: z
      .uuid()
      .toLowerCase()
      .optional()
      .describe(
        'Made by the caller: asked again with the same content it is the same request, with another it is refused with 422',
      ),
    /** Left out: time that no clock recorded. */
    session: z.uuid().optional(),
    /** Null voids the session. */
    after: z
      .strictObject({
        startedAt: InstantText,
        endedAt: InstantText,
        /** All of them; left out, the session’s own stay. */
        breaks: z.array(Instants).max(50, 'at most 50 breaks').optional(),
      })
      .nullable(),
    reason: Reason,
  }),
  response: z.object({ correction: z.uuid(), state: z.enum(CORRECTION_STATES) }),
});

export const withdrawCorrection = route({
  id: 'withdrawCorrection',
  method: 'POST',
  path: `${path}/:correction/withdraw`,
  summary: 'Takes a request of one’s own back that is not decided',
  access: 'own_record',
  params: CorrectionParams,
  body: z.object({ version: z.int() }),
  response: Done,
});

export const acceptHeldEvents = route({
  id: 'acceptHeldEvents',
  method: 'POST',
  path: `${path}/:correction/accept`,
  summary: 'Lets what a removed device of one’s own had recorded count after all',
  access: 'own_record',
  params: CorrectionParams,
  body: z.object({ version: z.int() }),
  response: Done,
});

export const approveCorrection = route({
  id: 'approveCorrection',
  method: 'POST',
  path: `${path}/:correction/approve`,
  summary:
    'Approves what a member within reach asked for; the member is told. 409 `sessions_overlap` or `days_locked` where it cannot be any more',
  access: 'decide_attendance',
  params: CorrectionParams,
  body: z.object({ version: z.int(), reason: Reason.optional() }),
  response: Done,
});

export const declineCorrection = route({
  id: 'declineCorrection',
  method: 'POST',
  path: `${path}/:correction/decline`,
  summary: 'Declines it, with a reason; the member is told',
  access: 'decide_attendance',
  params: CorrectionParams,
  body: z.object({ version: z.int(), reason: Reason }),
  response: Done,
});

const ListQuery = z.object({
  state: z.enum(CORRECTION_STATES).optional().describe('All without it'),
  before: InstantText.optional().describe('Asked before this instant'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const listOwnCorrections = route({
  id: 'listOwnCorrections',
  method: 'GET',
  path,
  summary: 'What the caller asked to have corrected, and what became of it; newest first',
  access: 'own_record',
  params: OrganizationParams,
  query: ListQuery,
  response: z.object({ items: z.array(CorrectionView) }),
});

export const listCorrectionsToDecide = route({
  id: 'listCorrectionsToDecide',
  method: 'GET',
  path: `${attendancePath}/corrections-to-decide`,
  summary:
    'Requests of members within the caller’s reach; those that wait, unless another state is asked for',
  access: 'decide_attendance',
  params: OrganizationParams,
  query: ListQuery.extend({ state: z.enum(CORRECTION_STATES).default('pending') }),
  response: z.object({ items: z.array(CorrectionView) }),
});

export const listAttendanceAudit = route({
  id: 'listAttendanceAudit',
  method: 'GET',
  path: `${attendancePath}/audit`,
  summary: 'Who changed whose time and why, newest first: one’s own, and that of members within reach',
  access: 'own_record',
  params: OrganizationParams,
  query: ListQuery.omit({ state: true }).extend({
    whose: z
      .enum(['mine', 'all'])
      .default('all')
      .describe('Of the caller’s time alone, or of all within reach'),
  }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        at: InstantText,
        /** By name; null for the server itself, and for somebody who has left. */
        actor: z.string().nullable(),
        member: z.string().nullable(),
        action: z.string(),
        before: z.record(z.string(), z.unknown()),
        after: z.record(z.string(), z.unknown()),
        reason: z.string().nullable(),
      }),
    ),
  }),
});
