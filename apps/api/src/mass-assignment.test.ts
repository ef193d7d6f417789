import { ROUTES } from '@devpulse/contracts/routes';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AuthWorld } from '../testing/auth-world.ts';
import { idsOfNothing, SAMPLES } from '../testing/sweep/samples.ts';
import { createWorld, type World } from '../testing/sweep/world.ts';

/** What a caller would like to set. No body may take a name that is not its own, at any depth. */
const WANTED = [
  'role',
  'orgId',
  'organizationId',
  'plan',
  'isAdmin',
  'emailVerified',
  'isInstanceOwner',
  'userId',
  'id',
  'isOwner',
];
/** JSON of other standards, which their own library reads: the only places where unknown names may stand. */
const FOREIGN = [
  'signInWithPasskey credential',
  'reauthenticate passkey.credential',
  'addPasskey credential',
];

/** Keys that reach for a prototype are refused before any schema is asked. */
const PLAIN_JSON = fc.jsonValue().filter((value) => !/__proto__|constructor/.test(JSON.stringify(value)));

let auth: AuthWorld;
let world: World;
beforeAll(async () => {
  auth = await AuthWorld.open();
  world = await createWorld(auth.registry);
  await auth.registry.pool.query('UPDATE "user" SET is_instance_owner = true WHERE id = $1', [
    world.callers.owner.userId,
  ]);
});
afterAll(() => auth.close());

type Place = { path: string[]; schema: z.ZodType };

/** Every object inside a schema, by where it stands. */
function objectsOf(schema: z.ZodType, path: string[] = []): Place[] {
  if (schema instanceof z.ZodObject) {
    const inner = Object.entries(schema.shape).flatMap(([key, value]) =>
      objectsOf(value as z.ZodType, [...path, key]),
    );
    return [{ path, schema }, ...inner];
  }
  if (schema instanceof z.ZodRecord) return [{ path, schema }];
  if (schema instanceof z.ZodArray) return objectsOf(schema.element as z.ZodType, [...path, '0']);
  if (schema instanceof z.ZodPipe) return objectsOf(schema.in as z.ZodType, path);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return objectsOf(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodUnion)
    return (schema.options as z.ZodType[]).flatMap((option) => objectsOf(option, path));
  return [];
}

const places = ROUTES.flatMap((route) =>
  objectsOf(route.body).map((place) => ({
    route,
    name: `${route.id} ${place.path.join('.')}`.trim(),
    ...place,
  })),
);

test('every object in every body refuses names that it does not have', () => {
  const open = places.filter(({ path, schema }) => {
    if (path.length === 0) return false; // the contract route makes the body itself strict
    return !(schema instanceof z.ZodObject && schema.def.catchall instanceof z.ZodNever);
  });
  expect(open.map(({ name }) => name).toSorted()).toEqual(FOREIGN.toSorted());
});

describe('over HTTP (C07)', () => {
  test('each body of each route with a name that is not its own is a 400 naming it', async () => {
    let asked = 0;
    for (const route of ROUTES.filter(({ method }) => method !== 'GET')) {
      const known = Object.keys(route.body.shape);
      const extra = fc.record({
        key: fc.constantFrom(...WANTED.filter((name) => !known.includes(name))),
        value: fc.oneof(
          fc.constantFrom<unknown>('owner', true, world.ours.organization.id, null),
          PLAIN_JSON,
        ),
      });
      await fc.assert(
        fc.asyncProperty(extra, async ({ key, value }) => {
          const answer = await ask(route.id, { [key]: value });
          asked += 1;
          expect({ route: route.id, key, ...pick(answer) }).toEqual({
            route: route.id,
            key,
            status: 400,
            field: `body.${key}`,
          });
        }),
        { numRuns: 15 },
      );
    }
    console.log(
      `C07: ${places.length} objects in the bodies of ${ROUTES.length} routes; ${asked} requests with a name too many, all 400`,
    );
  }, 120_000);

  test('so it is inside of objects in a body', async () => {
    const nested = places.filter(({ path, name }) => path.length > 0 && !FOREIGN.includes(name));
    expect(nested.length).toBeGreaterThan(1);
    for (const { route, path } of nested) {
      for (const key of WANTED) {
        const body = { ...sampleBody(route.id) } as Record<string, unknown>;
        const [first = ''] = path;
        body[first] = { ...(body[first] as object | undefined), [key]: 'owner' };
        const answer = await ask(route.id, body);
        expect({ route: route.id, status: answer.status }).toEqual({ route: route.id, status: 400 });
      }
    }
  });
});

function sampleBody(id: string): object {
  const sample = SAMPLES[id] ?? {};
  const ids = idsOfNothing();
  return { ...sample.body?.(ids), ...sample.child?.(ids).body };
}

/** Asks as somebody who may do everything, just signed in, with a right body and something added. */
async function ask(id: string, added: object) {
  const route = ROUTES.find((one) => one.id === id);
  if (route === undefined) throw new Error(`There is no route ${id}`);
  const ids = { ...idsOfNothing(), slug: world.ours.organization.slug };
  const sample = SAMPLES[id] ?? {};
  const params: Record<string, string> = {
    organization: ids.slug,
    ...sample.params,
    ...sample.child?.(ids).params,
  };
  const url = route.path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? crypto.randomUUID());
  return auth.send(route.method as 'POST', url, {
    headers: world.callers.owner.headers,
    body: { ...sampleBody(id), ...added },
  });
}

function pick({ status, body }: { status: number; body: Record<string, unknown> }) {
  return { status, field: body.field };
}
