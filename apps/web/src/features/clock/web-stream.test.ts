import { AttendanceEventBody } from '@devpulse/contracts/attendance/events';
import { ApiError } from '@devpulse/contracts/client';
import { expect, test } from 'vitest';
import { appendEvent, eventNow, offsetOf, type StreamCalls } from './web-stream.ts';

const NOW = Date.parse('2026-11-20T13:32:00Z');
const SESSION = '0198c1d2-0000-4000-8000-0000000000d1';

function problem(status: number, code: string, expectedSeq?: number): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'Request failed',
    status,
    code,
    detail: code,
    requestId: '-',
    ...(expectedSeq !== undefined && { expectedSeq }),
  });
}

/** A stream as the server keeps it: known ids are repeats, and a wrong number is told the right one. */
function streamOf(first: { lastSeq: number; losesReplies?: number; interruptedBy?: number }) {
  const { losesReplies = 0, interruptedBy = 0 } = first;
  let { lastSeq } = first;
  let repliesToLose = losesReplies;
  let interruptions = interruptedBy;
  const kept = new Map<string, string>();
  const sent: AttendanceEventBody[] = [];
  const send: StreamCalls['send'] = async (events) => {
    sent.push(...events);
    if (interruptions > 0) {
      interruptions -= 1;
      lastSeq += 1;
    }
    const results = events.map((event) => {
      const isKnown = kept.get(event.eventId) === JSON.stringify(event);
      if (!isKnown && event.seq !== lastSeq + 1) throw problem(409, 'expected_seq', lastSeq + 1);
      if (!isKnown) lastSeq = event.seq;
      kept.set(event.eventId, JSON.stringify(event));
      return {
        eventId: event.eventId,
        result: isKnown ? ('duplicate' as const) : ('applied' as const),
        firstResult: isKnown ? ('applied' as const) : null,
        code: null,
        joinedSessionId: null,
        isClamped: false,
      };
    });
    if (repliesToLose > 0) {
      repliesToLose -= 1;
      throw problem(0, 'unavailable');
    }
    return results;
  };
  return { send, sent, kept, lastSeq: () => lastSeq };
}

const event = () =>
  eventNow({ type: 'clock_out_undone', sessionId: SESSION }, { now: NOW, offsetMs: -420_000 });

test('an event is one that the API takes, by the clock of this server and its distance from the API’s', () => {
  const whole = { ...event(), seq: 7 };
  expect(AttendanceEventBody.parse(whole)).toEqual(whole);
  expect(whole).toMatchObject({ occurredAt: NOW, offsetMs: -420_000 });
  expect(event().bootId).toBe(whole.bootId);
  expect(event().eventId).not.toBe(whole.eventId);
});

test.each([
  ['a server that agrees', NOW + 50, 0],
  ['a server that is seven minutes fast', NOW + 50 - 420_000, -420_000],
  ['a server that is slow', NOW + 50 + 3_000, 3_000],
  ['nothing of a server that is years away', NOW + 3 * 366 * 86_400_000, null],
])('%s is told by the answer of the API', (_name, serverMs, expected) => {
  const asked = { asked: NOW, answered: NOW + 100 };
  expect(offsetOf(new Date(serverMs).toISOString(), asked)).toBe(expected);
});

test('where other tabs were first the event takes the number that is free', async () => {
  const stream = streamOf({ lastSeq: 6, interruptedBy: 3 });
  const result = await appendEvent(event(), { nextSeq: 7, send: stream.send });
  expect(result.result).toBe('applied');
  expect(stream.kept.size).toBe(1);
  expect(stream.lastSeq()).toBe(10);
});

test('two tabs at once are both kept, each once', async () => {
  const stream = streamOf({ lastSeq: 6 });
  const results = await Promise.all(
    [1, 2].map(() => appendEvent(event(), { nextSeq: 7, send: stream.send })),
  );
  expect(results.map(({ result }) => result)).toEqual(['applied', 'applied']);
  expect(stream.lastSeq()).toBe(8);
});

test('after a lost reply the very same is sent again, and counts once', async () => {
  const stream = streamOf({ lastSeq: 6, losesReplies: 2 });
  const result = await appendEvent(event(), { nextSeq: 7, send: stream.send });
  expect(result).toMatchObject({ result: 'duplicate', firstResult: 'applied' });
  expect(new Set(stream.sent.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(stream.lastSeq()).toBe(7);
});

test('what another try does not help is thrown, and tries have an end', async () => {
  const refused = problem(403, 'forbidden');
  const refuse = () => Promise.reject(refused);
  await expect(appendEvent(event(), { nextSeq: 7, send: refuse })).rejects.toBe(refused);
  const stream = streamOf({ lastSeq: 6, interruptedBy: 1000 });
  await expect(appendEvent(event(), { nextSeq: 7, send: stream.send })).rejects.toThrow('expected_seq');
  expect(stream.sent).toHaveLength(8);
});
