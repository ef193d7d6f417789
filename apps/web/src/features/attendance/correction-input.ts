import type { askCorrection } from '@devpulse/contracts/attendance/corrections';
import { ApiError } from '@devpulse/contracts/client';
import type { RouteBody } from '@devpulse/contracts/route';
import { instantOfWall } from '@devpulse/domain/time/wall-time';
import type { SentForm } from '../../lib/actions.ts';

type Body = RouteBody<typeof askCorrection>;
type Sent = Pick<SentForm, 'text'>;
type Range = { startedAt: string; endedAt: string };

/** So many pauses have fields of their own in a form. */
export const MOST_PAUSES = 50;

/** Inputs of the form, by what the API calls them. */
export const CORRECTION_INPUTS = {
  'after.startedAt': 'startedAt',
  'after.endedAt': 'endedAt',
  'after.breaks': 'pauseFrom0',
  reason: 'reason',
};

/**
 * A correction as its form sends it: wall times in `zone`, each with the instant that it showed. Pauses go along only where one of them was
 * changed; a pair that is left empty is none. Throws ApiError for what is no time.
 */
export function readCorrection(form: Sent, zone: string): Body {
  const session = form.text('session');
  const after = {
    startedAt: instantIn(form, 'startedAt', zone),
    endedAt: instantIn(form, 'endedAt', zone),
  };
  const { pauses, isChanged } = readPauses(form, zone);
  return {
    ...readId(form),
    ...(session !== '' && { session }),
    after: { ...after, ...((session === '' || isChanged) && { breaks: pauses }) },
    reason: form.text('reason'),
  };
}

/** That a session counts nothing. */
export function readRemoval(form: Sent): Body {
  return { ...readId(form), session: form.text('session'), after: null, reason: form.text('reason') };
}

/** By which a request that is sent twice is known as one; a browser without script gives none. */
function readId(form: Sent): Pick<Body, 'id'> {
  const id = form.text('id');
  return id === '' ? {} : { id };
}

function readPauses(form: Sent, zone: string): { pauses: Range[]; isChanged: boolean } {
  const pauses: Range[] = [];
  let isChanged = false;
  for (let index = 0; index < MOST_PAUSES; index += 1) {
    const [from, to] = [`pauseFrom${index}`, `pauseTo${index}`];
    const isEmpty = form.text(from) === '' && form.text(to) === '';
    if (isEmpty && keptOf(form, from) === null) continue;
    if (isEmpty) {
      isChanged = true;
      continue;
    }
    const pause = { startedAt: instantIn(form, from, zone), endedAt: instantIn(form, to, zone) };
    const isAsShown =
      Date.parse(pause.startedAt) === keptOf(form, from) && Date.parse(pause.endedAt) === keptOf(form, to);
    isChanged ||= !isAsShown;
    pauses.push(pause);
  }
  return { pauses, isChanged };
}

function keptOf(form: Sent, name: string): number | null {
  const text = form.text(`${name}Kept`);
  return /^\d{12,13}$/.test(text) ? Number(text) : null;
}

function instantIn(form: Sent, name: string, zone: string): string {
  const instant = instantOfWall(form.text(name), zone, keptOf(form, name));
  if (instant !== null) return new Date(instant).toISOString();
  throw new ApiError({
    type: 'about:blank',
    title: 'Request failed',
    status: 400,
    code: 'invalid_request',
    detail: 'A date and a time are needed.',
    field: `body.${name}`,
    requestId: '-',
  });
}
