import type { Instant } from '../../time/instant.ts';
import type { AttendanceAction, EventResult, HeldReason, RejectionCode } from '../events.ts';
import { offsetOf } from './offset.ts';

/** An event as it was recorded. Only what `wireForm` makes of it is sent. */
export type OutboxEvent = {
  seq: number;
  eventId: string;
  occurredAt: Instant;
  monoMs: number;
  bootId: string;
  /** As it was known when the event was recorded; null when it was not. */
  offsetMs: number | null;
  /** What the wall clock had been set by until then. */
  setMs: number;
  action: AttendanceAction;
};

/** What is sent of an event. The device says who it is in the address. */
export type WireEvent = Omit<OutboxEvent, 'setMs'>;

/** Refusals that the server gives for a request, not for an event of it. */
export const REFUSED_FORMS = ['content_differs', 'not_accepted'] as const;
export type NeedsYouCode = RejectionCode | (typeof REFUSED_FORMS)[number];

export type OutboxEntry = {
  event: OutboxEvent;
  /** Written down before the first try and repeated as it is; null before. Source: decision 0016. */
  frozen: WireEvent | null;
  state: 'waiting' | 'done' | 'needs_you' | 'put_away';
  result: EventResult | null;
  code: NeedsYouCode | HeldReason | null;
};

/** In the order of `seq`. */
export type Outbox = { entries: readonly OutboxEntry[]; nextSeq: number };

export const EMPTY_OUTBOX: Outbox = { entries: [], nextSeq: 1 };

/** What the server said of one event. */
export type EventAnswer = {
  eventId: string;
  result: EventResult;
  firstResult: EventResult | null;
  code: NeedsYouCode | HeldReason | null;
};

export function addEvent(outbox: Outbox, event: OutboxEvent): Outbox {
  const entry: OutboxEntry = { event, frozen: null, state: 'waiting', result: null, code: null };
  return { entries: [...outbox.entries, entry], nextSeq: Math.max(outbox.nextSeq, event.seq + 1) };
}

export function waitingOf(outbox: Outbox): readonly OutboxEntry[] {
  return outbox.entries.filter(({ state }) => state === 'waiting');
}

/** What a person has to look at: the server refused it, and the rest went on without it. */
export function needsYouOf(outbox: Outbox): readonly OutboxEntry[] {
  return outbox.entries.filter(({ state }) => state === 'needs_you');
}

/**
 * The form in which an event goes out for ever. An offset that became known since is taken for events of this run of the machine, as
 * their wall clock is comparable; for others what was known then stands. Source: C2.
 */
export function wireForm(event: OutboxEvent, now: { bootId: string; frameMs: number | null }): WireEvent {
  const { setMs, ...form } = event;
  if (now.frameMs === null || event.bootId !== now.bootId) return form;
  return { ...form, offsetMs: offsetOf(now.frameMs, setMs) };
}

export function freeze(outbox: Outbox, forms: readonly WireEvent[]): Outbox {
  const byId = new Map(forms.map((form) => [form.eventId, form]));
  return change(outbox, (entry) => ({ ...entry, frozen: byId.get(entry.event.eventId) ?? entry.frozen }));
}

/** Takes results in. `rejected` needs the person; everything else is done with. Source: J2. */
export function takeAnswers(outbox: Outbox, answers: readonly EventAnswer[]): Outbox {
  const byId = new Map(answers.map((answer) => [answer.eventId, answer]));
  return change(outbox, (entry) => {
    const answer = byId.get(entry.event.eventId);
    if (!answer || entry.state === 'put_away') return entry;
    const result = answer.result === 'duplicate' ? (answer.firstResult ?? 'duplicate') : answer.result;
    return { ...entry, result, code: answer.code, state: result === 'rejected' ? 'needs_you' : 'done' };
  });
}

/** The server refuses the form of one event for good: it needs the person, and holds nothing up. */
export function refuseForm(outbox: Outbox, eventId: string, code: NeedsYouCode): Outbox {
  return takeAnswers(outbox, [{ eventId, result: 'rejected', firstResult: null, code }]);
}

/** The person has seen a refused event. */
export function putAway(outbox: Outbox, eventId: string): Outbox {
  return change(outbox, (entry) =>
    entry.event.eventId === eventId && entry.state === 'needs_you' ? { ...entry, state: 'put_away' } : entry,
  );
}

/**
 * Brings the stream into line with the next `seq` that the server takes: it holds exactly those below. What it should have and has not is
 * sent again. What waits moves up where there is a hole, under its own `eventId`; a form with another `seq` was never taken, so the frozen
 * one is dropped. Source: J2.
 */
export function align(outbox: Outbox, serverNextSeq: number): Outbox {
  let seq = serverNextSeq;
  const entries = outbox.entries.map((entry): OutboxEntry => {
    if (entry.event.seq < serverNextSeq || isRefusedForm(entry)) return entry;
    const isLost = entry.state === 'done' || entry.state === 'needs_you';
    const again: OutboxEntry = isLost ? { ...entry, state: 'waiting', result: null, code: null } : entry;
    const moved =
      entry.event.seq === seq ? again : { ...again, event: { ...entry.event, seq }, frozen: null };
    seq += 1;
    return moved;
  });
  const sorted = entries.toSorted((a, b) => a.event.seq - b.event.seq);
  return { entries: sorted, nextSeq: seq };
}

/**
 * Numbers all that waits from the server's next `seq` on. Only for when the server has said of the first of them, sent alone, that it neither
 * knows it nor takes it: this journal then is behind its own stream, as after a restored backup.
 */
export function restamp(outbox: Outbox, serverNextSeq: number): Outbox {
  let seq = serverNextSeq;
  const entries = outbox.entries.map((entry): OutboxEntry => {
    if (entry.state !== 'waiting') return entry;
    const event = { ...entry.event, seq };
    seq += 1;
    return { ...entry, event, frozen: null };
  });
  return {
    entries: entries.toSorted((a, b) => a.event.seq - b.event.seq),
    nextSeq: Math.max(seq, outbox.nextSeq),
  };
}

/** Without what the server has had for long; it stays a while, for a server that was restored from a backup. */
export function forget(outbox: Outbox, before: Instant): Outbox {
  const entries = outbox.entries.filter(
    ({ state, event }) => state === 'waiting' || state === 'needs_you' || event.occurredAt >= before,
  );
  return { ...outbox, entries };
}

function isRefusedForm({ code }: OutboxEntry): boolean {
  return code === 'content_differs' || code === 'not_accepted';
}

function change(outbox: Outbox, each: (entry: OutboxEntry) => OutboxEntry): Outbox {
  return { ...outbox, entries: outbox.entries.map(each) };
}
