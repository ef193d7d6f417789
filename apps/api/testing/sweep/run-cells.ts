import { livePath } from '@devpulse/contracts/live';
import { OrganizationParams } from '@devpulse/contracts/organization/organizations';
import { type Route, route } from '@devpulse/contracts/route';
import { ROUTES } from '@devpulse/contracts/routes';
import { z } from 'zod';
import type { Registry, TestPerson } from '../people.ts';
import type { TestApi } from '../test-api.ts';
import { type Call, type Cell, callOf, cellsOf, type Target } from './cells.ts';
import type { Ids } from './sample.ts';
import { idsOf, idsOfNothing, SAMPLES } from './samples.ts';
import { createBelongings, createWorld, type World } from './world.ts';

/** The live stream is asked for its head alone: its body does not end. */
const LIVE = {
  ...route({
    id: 'live',
    method: 'GET',
    path: livePath(':organization'),
    summary: 'Live changes',
    access: 'read_delivery',
    params: OrganizationParams,
    response: z.object({}),
  }),
  method: 'HEAD' as 'GET',
} satisfies Route;

export const SWEPT_ROUTES: readonly Route[] = [...ROUTES, LIVE];
SAMPLES.live = {};

export const CELLS: readonly Cell[] = SWEPT_ROUTES.flatMap(cellsOf);

/** A world with the ids that each target names. */
export type Stage = { world: World; ids: Record<'ours' | 'theirs' | 'nothing', Ids> };

export async function createStage(registry: Registry): Promise<Stage> {
  const world = await createWorld(registry);
  const { ours, theirs, callers } = world;
  return {
    world,
    ids: {
      ours: idsOf(ours, await createBelongings(registry, callers.owner)),
      theirs: idsOf(theirs, await createBelongings(registry, callers.outsider)),
      nothing: idsOfNothing(),
    },
  };
}

export type CellAnswer = { cell: Cell; status: number; code: string | null; body: unknown };

export async function runCell(
  api: TestApi,
  registry: Registry,
  stage: Stage,
  cell: Cell,
): Promise<CellAnswer> {
  const { world, ids } = stage;
  const person = cell.caller === 'anonymous' ? null : world.callers[cell.caller];
  const own = person === null ? ids.ours : await belongingsOf(registry, cell, person, ids.ours);
  // to the other side's Owner, our Owner's belongings are the foreign ones
  const foreign = isOfAccount(cell) && cell.caller === 'outsider' ? ids.ours : ids.theirs;
  const { at, inside } = named(cell.target, { ...ids, ours: own, theirs: foreign });
  const headers = person === null ? {} : await headersOf(registry, cell, person);
  return { cell, ...(await ask(api, callOf(cell.route, at, inside), headers)) };
}

/** A route of the account names things of whoever calls, so `own` means the caller's. */
async function belongingsOf(registry: Registry, cell: Cell, person: TestPerson, ours: Ids): Promise<Ids> {
  const isTheirOwn = isOfAccount(cell) && cell.expected === 'passed';
  return isTheirOwn ? { ...ours, ...(await createBelongings(registry, person)) } : ours;
}

function isOfAccount({ route: { id, path } }: Cell): boolean {
  return !path.includes(':organization') && SAMPLES[id]?.child !== undefined;
}

function named(target: Target, ids: Stage['ids']): { at: Ids; inside: Ids } {
  switch (target) {
    case 'own':
      return { at: ids.ours, inside: ids.ours };
    case 'foreign':
      return { at: ids.theirs, inside: ids.theirs };
    case 'missing':
      return { at: ids.nothing, inside: ids.nothing };
    case 'foreign child':
      return { at: ids.ours, inside: ids.theirs };
    case 'missing child':
      return { at: ids.ours, inside: ids.nothing };
  }
}

async function headersOf(
  registry: Registry,
  cell: Cell,
  person: TestPerson,
): Promise<Record<string, string>> {
  if (!cell.isStale) return person.headers;
  const longAgo = new Date(Date.now() - 6 * 60_000);
  return (await registry.session(person.userId, { authenticatedAt: longAgo })).headers;
}

async function ask(api: TestApi, call: Call, headers: Record<string, string>) {
  const { method, url, payload } = call;
  const response = await api.app.inject({ method, url, headers, ...(payload && { payload }) });
  const body: unknown = response.body === '' ? null : JSON.parse(response.body);
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : null;
  return { status: response.statusCode, code, body };
}

export function isAsExpected({ cell, status, code }: CellAnswer): boolean {
  if (cell.expected === 'passed') return (SAMPLES[cell.route.id]?.passed ?? [200]).includes(status);
  if (cell.isStale) return status === 403 && code === 'reauthentication_required';
  return status === cell.expected;
}

export function nameOf({ route: { id }, caller, target, isStale }: Cell): string {
  return `${id} × ${caller}${isStale ? ' (stale)' : ''} × ${target}`;
}
