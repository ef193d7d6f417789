import { createTestDatabase } from '@devpulse/database/testing/test-database';
import type { Role } from '@devpulse/domain/access/roles';
import { openRegistry, type Registry, type TestOrganization, type TestPerson } from './people.ts';
import { type Outside, startTestApiOver, type TestApi } from './test-api.ts';

export type Answer = { status: number; body: Record<string, unknown> & { code?: string; field?: string } };

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The API over a database of its own, with people to call it. */
export type OrganizationStage = {
  api: TestApi;
  registry: Registry;
  appUrl: string;
  ownerUrl: string;
  /** Milliseconds added to the API's clock. */
  clock: { ahead: number };
  /** An organization with one member of each role. */
  organizationWithRoles(): Promise<{ organization: TestOrganization } & Record<Role, TestPerson>>;
  ask(person: TestPerson | null, request: `${Method} ${string}`, payload?: object): Promise<Answer>;
  close(): Promise<void>;
};

export async function openOrganizationStage(
  outside: Pick<Outside, 'environment' | 'fetch'> = {},
): Promise<OrganizationStage> {
  const database = await createTestDatabase();
  const clock = { ahead: 0 };
  const api = await startTestApiOver(database, { ...outside, now: () => Date.now() + clock.ahead });
  const registry = await openRegistry(api, database.ownerUrl);
  return {
    api,
    registry,
    appUrl: database.appUrl,
    ownerUrl: database.ownerUrl,
    clock,
    async organizationWithRoles() {
      const organization = await registry.organization();
      const people = {
        owner: await registry.person({ name: 'Olga Owner' }),
        admin: await registry.person({ name: 'Ada Admin' }),
        manager: await registry.person({ name: 'Mara Manager' }),
        developer: await registry.person({ name: 'Dana Developer' }),
      };
      for (const role of ['owner', 'admin', 'manager', 'developer'] as const) {
        await registry.member(organization, people[role], role);
      }
      return { organization, ...people };
    },
    async ask(person, request, payload) {
      const [method, path] = request.split(' ') as [Method, string];
      const response = await api.app.inject({
        method,
        url: `/api/v1/${path}`,
        headers: person?.headers ?? {},
        ...(payload && { payload }),
      });
      return { status: response.statusCode, body: response.json() };
    },
    async close() {
      await registry.close();
      await api.close();
      await database.drop();
    },
  };
}
