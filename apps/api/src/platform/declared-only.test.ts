import { expect, it } from 'vitest';
import { z } from 'zod';
import { declaredOnly } from './declared-only.ts';

const Person = z.object({ name: z.string(), since: z.iso.date().nullable() });
const Answer = z.object({
  lead: Person.nullable(),
  people: z.array(Person),
  byTeam: z.record(z.string(), Person).optional(),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('open') }),
    z.object({ kind: z.literal('closed'), by: Person }),
  ]),
  cells: z.array(z.union([z.string(), z.number(), z.null()])),
  note: z.unknown(),
});

const ada = { name: 'Ada', since: '2026-11-30' };
const asStored = { ...ada, passwordHash: '$argon2id$' };

it('lets through what is declared and nothing else, however deep it lies', () => {
  const cut = declaredOnly(Answer);
  const given = {
    lead: asStored,
    people: [asStored, { ...asStored, since: null }],
    byTeam: { core: asStored },
    state: { kind: 'closed', by: asStored, secret: 1 },
    cells: ['a', 1, null],
    note: { anything: ['is', { as: 'it is' }] },
    internal: true,
  };
  expect(cut(given)).toEqual({
    lead: ada,
    people: [ada, { ...ada, since: null }],
    byTeam: { core: ada },
    state: { kind: 'closed', by: ada },
    cells: ['a', 1, null],
    note: { anything: ['is', { as: 'it is' }] },
  });
  expect(given.people[0]).toHaveProperty('passwordHash');
  const shorter = { ...given, lead: null, byTeam: undefined };
  expect(cut(shorter)).toEqual(Answer.parse(shorter));
});

it('reads with the schema where it changes what it reads, and where it takes more than it names', () => {
  const cut = declaredOnly(
    z.object({ day: z.string().transform((text) => text.slice(0, 10)), zone: z.string().default('UTC') }),
  );
  expect(cut({ day: '2026-11-30T08:00:00Z', zone: 'Asia/Tokyo' })).toEqual({
    day: '2026-11-30',
    zone: 'Asia/Tokyo',
  });
  const open = declaredOnly(z.looseObject({ id: z.string() }));
  expect(open({ id: '1', other: 2 })).toEqual({ id: '1', other: 2 });
});
