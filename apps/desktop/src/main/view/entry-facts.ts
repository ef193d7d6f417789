import {
  type NeedsYouCode,
  type OutboxEntry,
  REFUSED_FORMS,
} from '@devpulse/domain/attendance/device/outbox';
import {
  type AttendanceActionType,
  HELD_REASONS,
  type HeldReason,
  REJECTION_CODES,
} from '@devpulse/domain/attendance/events';
import { localDayOf } from '@devpulse/domain/time/local-day';
import type { EntryAction } from '../../ipc/notices.ts';

const ACTIONS: Partial<Record<AttendanceActionType, EntryAction>> = {
  clock_in: 'clock_in',
  clock_out: 'clock_out',
  clock_out_undone: 'clock_out_undone',
  break_start: 'break_start',
  break_end: 'break_end',
  pause_found: 'pause',
  pause_decided: 'pause',
};

/** What a person is told of an entry that did not go through as it was meant. */
export function entryFacts({ event, code }: OutboxEntry, zone: string) {
  const { action } = event;
  const wallAt = action.type === 'clock_out' ? action.endedAt : event.occurredAt;
  const at = wallAt + (event.offsetMs ?? 0);
  return {
    eventId: event.eventId,
    sessionId: 'sessionId' in action ? action.sessionId : null,
    action: ACTIONS[action.type] ?? ('other' as const),
    at,
    day: localDayOf(at, zone),
    refusedAs: isOneOf<NeedsYouCode>(code, [...REJECTION_CODES, ...REFUSED_FORMS]) ? code : null,
    heldFor: isOneOf<HeldReason>(code, HELD_REASONS) ? code : null,
  };
}

function isOneOf<Value extends string>(value: string | null, all: readonly Value[]): value is Value {
  return value !== null && (all as readonly string[]).includes(value);
}
