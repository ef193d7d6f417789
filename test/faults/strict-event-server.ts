import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AttendanceEventBody, sendAttendanceEvents } from '@devpulse/contracts/attendance/events';

export type StrictServer = {
  url: string;
  /** What was taken in, by device, in the order of `seq`. */
  streams: Map<string, AttendanceEventBody[]>;
  /** Requests that a repeat was part of, and those that were refused. */
  counts: { duplicates: number; conflicts: number; differing: number };
  close(): Promise<void>;
};

/**
 * Takes events as the API does, in memory: a repeat is a duplicate, the same `eventId` with another content is refused, and so is any `seq`
 * but the next. Its clock is ahead of the machine's. Source: attendance.md, J2.
 */
export async function startStrictServer(aheadMs: number): Promise<StrictServer> {
  const streams: StrictServer['streams'] = new Map();
  const counts = { duplicates: 0, conflicts: 0, differing: 0 };

  function take(device: string, events: readonly AttendanceEventBody[]) {
    const held = streams.get(device) ?? [];
    streams.set(device, held);
    const accepted: AttendanceEventBody[] = [];
    const results = [];
    for (const event of events) {
      const known = [...held, ...accepted].find(({ eventId }) => eventId === event.eventId);
      if (known && JSON.stringify(known) !== JSON.stringify(event))
        return { status: 422, next: held.length + 1 };
      if (!known && event.seq !== held.length + accepted.length + 1)
        return { status: 409, next: held.length + 1 };
      if (known) counts.duplicates += 1;
      else accepted.push(event);
      results.push({
        eventId: event.eventId,
        result: known ? 'duplicate' : 'applied',
        firstResult: known ? 'applied' : null,
        code: null,
        joinedSessionId: null,
        isClamped: false,
      });
    }
    held.push(...accepted);
    return { status: 200, next: held.length + 1, results };
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const device = /devices\/([^/]+)\/events$/.exec(request.url ?? '')?.[1] ?? '';
    const body = sendAttendanceEvents.body.safeParse(JSON.parse(Buffer.concat(chunks).toString() || '{}'));
    const taken = body.success ? take(device, body.data.events) : { status: 400, next: 0 };
    if (taken.status === 409) counts.conflicts += 1;
    if (taken.status === 422) counts.differing += 1;
    response.writeHead(taken.status, { 'content-type': 'application/json' });
    const serverTime = new Date(Date.now() + aheadMs).toISOString();
    const problem = {
      type: 'about:blank',
      title: 'x',
      status: taken.status,
      code: 'conflict',
      detail: '-',
      requestId: '-',
    };
    response.end(
      JSON.stringify(
        taken.status === 200 ? { results: taken.results, nextSeq: taken.next, serverTime } : problem,
      ),
    );
  }

  const server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    streams,
    counts,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
