'use server';

import { randomUUID } from 'node:crypto';
import { getClock } from '@devpulse/contracts/attendance/clock';
import { type AttendanceEventBody, sendAttendanceEvents } from '@devpulse/contracts/attendance/events';
import { ApiError } from '@devpulse/contracts/client';
import type { FormState } from '@devpulse/ui/form-state';
import { z } from 'zod';
import { formAction, guarded } from '../../lib/actions.ts';
import { callApi } from '../../lib/api.ts';
import { actionOf, ClockAct } from './clock-act.ts';
import { earlierEnd } from './earlier-end.ts';
import { resultWords } from './result-words.ts';
import { appendEvent, eventNow, offsetOf } from './web-stream.ts';

/** What is said after an act: null where the clock itself says it. */
export type ClockAnswer = { words: string | null };

export async function actOnClock(
  organization: string,
  previous: FormState<ClockAnswer>,
  data: FormData,
): Promise<FormState<ClockAnswer>> {
  return formAction(async (form) => {
    const names = ['act', 'session', 'pause', 'zone', 'at', 'endedAt'];
    const act = ClockAct.safeParse(Object.fromEntries(names.map((name) => [name, form.text(name)])));
    if (!act.success) throw unreadable();
    return { words: (await tell(organization, [act.data]))[0] ?? null };
  })(previous, data);
}

/** Several answers at once, as the list of pauses sends them; what became of those that changed nothing is said. */
export async function answerPauses(organization: string, acts: ClockAct[]) {
  return guarded(async (sent: ClockAct[]): Promise<ClockAnswer> => {
    const read = z.array(ClockAct).min(1).max(MOST_ANSWERS).safeParse(sent);
    if (!read.success) throw unreadable();
    const said = await tell(organization, read.data);
    return { words: [...new Set(said.filter((words) => words !== null))].join(' ') || null };
  })(acts);
}

const MOST_ANSWERS = 100;

/** Appends an event for each act; answers what is to be said of each. */
async function tell(organization: string, acts: readonly ClockAct[]): Promise<(string | null)[]> {
  const asked = Date.now();
  const clock = await callApi(getClock, { params: { organization } });
  const { web, zone } = clock;
  const time = { now: asked, offsetMs: offsetOf(clock.serverTime, { asked, answered: Date.now() }) };
  const scene = {
    time,
    zone: zone.zone,
    newId: randomUUID,
    readEnd: (wall: string) => earlierEnd(wall, clock),
  };
  const send = async (events: AttendanceEventBody[]) => {
    const params = { organization, device: web.deviceId };
    return (await callApi(sendAttendanceEvents, { params, body: { events } })).results;
  };
  const said: (string | null)[] = [];
  for (const [index, act] of acts.entries()) {
    const event = eventNow(actionOf(act, scene), time);
    said.push(resultWords(await appendEvent(event, { nextSeq: web.nextSeq + index, send })));
  }
  return said;
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
