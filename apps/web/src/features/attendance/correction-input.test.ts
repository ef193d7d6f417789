import { expect, test } from 'vitest';
import { readCorrection, readRemoval } from './correction-input.ts';

const ZONE = 'Europe/Berlin';
const SESSION = '0198c1d2-0000-7000-8000-0000000000d1';
const kept = (text: string) => String(Date.parse(text));
const form = (values: Record<string, string>) => ({ text: (name: string) => values[name] ?? '' });

const usual = {
  session: SESSION,
  startedAt: '2026-11-17T09:00',
  startedAtKept: kept('2026-11-17T08:00:12.500Z'),
  endedAt: '2026-11-17T17:33',
  endedAtKept: kept('2026-11-17T15:18:00Z'),
  pauseFrom0: '2026-11-17T12:30',
  pauseFrom0Kept: kept('2026-11-17T11:30:00Z'),
  pauseTo0: '2026-11-17T13:00',
  pauseTo0Kept: kept('2026-11-17T12:00:00Z'),
  reason: 'Called into an incident',
};

test('what was not touched keeps its seconds, and pauses that stay are not sent', () => {
  expect(readCorrection(form(usual), ZONE)).toEqual({
    session: SESSION,
    after: { startedAt: '2026-11-17T08:00:12.500Z', endedAt: '2026-11-17T16:33:00.000Z' },
    reason: 'Called into an incident',
  });
});

test('a pause that is emptied is taken away, and one that is added goes along', () => {
  const emptied = { ...usual, pauseFrom0: '', pauseTo0: '' };
  expect(readCorrection(form(emptied), ZONE).after?.breaks).toEqual([]);
  const added = { ...usual, pauseFrom1: '2026-11-17T15:00', pauseTo1: '2026-11-17T15:10' };
  expect(readCorrection(form(added), ZONE).after?.breaks).toEqual([
    { startedAt: '2026-11-17T11:30:00.000Z', endedAt: '2026-11-17T12:00:00.000Z' },
    { startedAt: '2026-11-17T14:00:00.000Z', endedAt: '2026-11-17T14:10:00.000Z' },
  ]);
});

test('time that no clock recorded says its pauses, even none', () => {
  const entry = { startedAt: '2026-11-17T09:00', endedAt: '2026-11-17T10:00', reason: 'At the dentist' };
  expect(readCorrection(form(entry), ZONE)).toEqual({
    after: { startedAt: '2026-11-17T08:00:00.000Z', endedAt: '2026-11-17T09:00:00.000Z', breaks: [] },
    reason: 'At the dentist',
  });
});

test.each(['startedAt', 'endedAt', 'pauseTo0'])('what is no time is said at %s', (name) => {
  expect(() => readCorrection(form({ ...usual, [name]: 'soon' }), ZONE)).toThrow(
    expect.objectContaining({ problem: expect.objectContaining({ field: `body.${name}` }) }),
  );
});

test('the id of the form goes along, and without script there is none', () => {
  const id = '0198c1d2-0000-4000-8000-0000000000d2';
  expect(readCorrection(form({ ...usual, id }), ZONE).id).toBe(id);
  const removal = { session: SESSION, after: null, reason: usual.reason };
  expect(readRemoval(form({ ...usual, id }))).toEqual({ id, ...removal });
  expect(readRemoval(form(usual))).toEqual(removal);
});
