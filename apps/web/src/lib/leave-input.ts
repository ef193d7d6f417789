import { LEAVE_KINDS } from '@devpulse/domain/attendance/totals';
import { z } from 'zod';
import type { SentForm } from './actions.ts';

const Kind = z.enum(LEAVE_KINDS).nullable().catch(null);

/** A day of leave as its form sends it; no kind takes it away. */
export function readLeave(form: SentForm) {
  const portion = form.isOn('isHalf') ? ('half' as const) : ('whole' as const);
  return { kind: Kind.parse(form.text('kind')), portion };
}
