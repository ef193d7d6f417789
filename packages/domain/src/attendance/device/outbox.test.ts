import { describe, expect, it } from 'vitest';
import {
  addEvent,
  align,
  EMPTY_OUTBOX,
  forget,
  freeze,
  needsYouOf,
  type Outbox,
  type OutboxEvent,
  putAway,
  refuseForm,
  restamp,
  takeAnswers,
  waitingOf,
  wireForm,
} from './outbox.ts';

const event = (seq: number, change: Partial<OutboxEvent> = {}): OutboxEvent => ({
  seq,
  eventId: `event-${seq}`,
  occurredAt: 1_000_000 + seq,
  monoMs: seq,
  bootId: 'boot',
  offsetMs: null,
  setMs: 0,
  action: { type: 'clock_in', sessionId: 's', zone: 'UTC' },
  ...change,
});
const boxOf = (...seqs: number[]): Outbox => seqs.map((seq) => event(seq)).reduce(addEvent, EMPTY_OUTBOX);
const answer = (eventId: string, result: 'applied' | 'duplicate' | 'superseded' | 'held' | 'rejected') => ({
  eventId,
  result,
  firstResult: null,
  code: null,
});
const seqsOf = (outbox: Outbox) => outbox.entries.map(({ event: { seq, eventId } }) => [seq, eventId]);

describe('what waits to be sent', () => {
  it('keeps the form of the first try for ever, whatever offset becomes known', () => {
    const box = boxOf(1);
    const now = { bootId: 'boot', frameMs: null };
    const [first] = box.entries;
    const frozen = freeze(box, [wireForm(first?.event as OutboxEvent, now)]);
    expect(frozen.entries[0]?.frozen).toEqual({
      seq: 1,
      eventId: 'event-1',
      occurredAt: 1_000_001,
      monoMs: 1,
      bootId: 'boot',
      offsetMs: null,
      action: { type: 'clock_in', sessionId: 's', zone: 'UTC' },
    });
  });

  it('rebases what was never sent in this run of the machine, each by its own wall clock', () => {
    const now = { bootId: 'boot', frameMs: 500 };
    expect(wireForm(event(1), now).offsetMs).toBe(500);
    expect(wireForm(event(2, { setMs: 3_600_000 }), now).offsetMs).toBe(500 - 3_600_000);
    expect(wireForm(event(3, { bootId: 'another', offsetMs: 7 }), now).offsetMs).toBe(7);
    expect(wireForm(event(4, { bootId: 'another' }), now).offsetMs).toBeNull();
  });

  it('S-05: a rejected one needs the person, the others are done with', () => {
    const box = takeAnswers(boxOf(1, 2, 3, 4, 5), [
      answer('event-1', 'applied'),
      { ...answer('event-2', 'rejected'), code: 'ends_before_start' as const },
      answer('event-3', 'superseded'),
      answer('event-4', 'held'),
    ]);
    expect(box.entries.map(({ state }) => state)).toEqual(['done', 'needs_you', 'done', 'done', 'waiting']);
    expect(needsYouOf(box).map(({ code }) => code)).toEqual(['ends_before_start']);
    expect(needsYouOf(putAway(box, 'event-2'))).toEqual([]);
  });

  it('a duplicate has the result that it had first', () => {
    const told = takeAnswers(boxOf(1), [
      { ...answer('event-1', 'duplicate'), firstResult: 'rejected' as const },
    ]);
    expect(needsYouOf(told)).toHaveLength(1);
  });

  it('closes a hole: what waits behind it moves up, with its own ids and a new form', () => {
    const holed = refuseForm(boxOf(1, 2, 3, 4), 'event-2', 'not_accepted');
    const box = align(takeAnswers(holed, [answer('event-1', 'applied')]), 2);
    expect(seqsOf({ ...box, entries: waitingOf(box) })).toEqual([
      [2, 'event-3'],
      [3, 'event-4'],
    ]);
    expect(box.nextSeq).toBe(4);
    expect(box.entries.every(({ frozen }) => frozen === null)).toBe(true);
  });

  it('sends again what a server lost that was restored from a backup', () => {
    const sent = takeAnswers(
      boxOf(1, 2, 3),
      ['event-1', 'event-2', 'event-3'].map((id) => answer(id, 'applied')),
    );
    const box = align(addEvent(sent, event(4)), 2);
    expect(waitingOf(box).map(({ event: { seq } }) => seq)).toEqual([2, 3, 4]);
  });

  it('goes on behind a stream that is further than this journal', () => {
    const box = restamp(boxOf(3, 4), 8);
    expect(seqsOf(box)).toEqual([
      [8, 'event-3'],
      [9, 'event-4'],
    ]);
    expect(box.nextSeq).toBe(10);
  });

  it('forgets only what is settled and old', () => {
    const box = takeAnswers(boxOf(1, 2, 3), [answer('event-1', 'applied'), answer('event-2', 'rejected')]);
    expect(seqsOf(forget(box, 2_000_000)).map(([seq]) => seq)).toEqual([2, 3]);
    expect(forget(box, 0).entries).toHaveLength(3);
  });
});
