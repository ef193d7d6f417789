'use server';

import { randomUUID } from 'node:crypto';
import { getClock } from '@devpulse/contracts/attendance/clock';
import { sendAttendanceEvents } from '@devpulse/contracts/attendance/events';
import { ApiError } from '@devpulse/contracts/client';
import type { FormState } from '@devpulse/ui/form-state';
import { formAction } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { actionOf, ClockAct } from './clock-act.ts';
import { resultWords } from './result-words.ts';
import { appendEvent, eventNow } from './web-stream.ts';

/** What is said after an act: null where the clock itself says it. */
export type ClockAnswer = { words: string | null };

export async function actOnClock(
  organization: string,
  previous: FormState<ClockAnswer>,
  data: FormData,
): Promise<FormState<ClockAnswer>> {
  const now = Date.now();
  return formAction(async (form) => {
    const names = ['act', 'session', 'pause', 'zone', 'at'];
    const act = ClockAct.safeParse(Object.fromEntries(names.map((name) => [name, form.text(name)])));
    if (!act.success) throw unreadable();
    const { web, zone } = await callApi(getClock, { params: { organization } });
    const action = actionOf(act.data, { now, zone: zone.zone, newId: randomUUID });
    const result = await appendEvent(eventNow(action, now), {
      nextSeq: web.nextSeq,
      send: async (events) => {
        const params = { organization, device: web.deviceId };
        return (await callApi(sendAttendanceEvents, { params, body: { events } })).results;
      },
    });
    return { words: resultWords(result) };
  })(previous, data);
}

function unreadable(): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'Request failed',
    status: 400,
    code: 'invalid_request',
    detail: 'The page does not fit what is recorded now.',
    remedy: 'Open it anew and try again.',
    requestId: '-',
  });
}
