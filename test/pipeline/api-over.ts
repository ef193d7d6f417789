import path from 'node:path';

/** The API is compiled with decorators, under settings of its own, so it is imported by its path and typed by what is used of it. */
const TESTING = path.join(import.meta.dirname, '../../apps/api/testing');

type Api = {
  app: {
    inject(request: { url: string; headers: Record<string, string> }): Promise<{
      statusCode: number;
      body: string;
      json(): unknown;
    }>;
  };
  close(): Promise<void>;
};
type Person = { userId: string; headers: Record<string, string> };
type Registry = {
  person(): Promise<Person>;
  member(organization: { id: string; slug: string }, person: Person, role: string): Promise<void>;
  close(): Promise<void>;
};
type TestApiRoom = {
  startTestApiOver(
    database: { appUrl: string; dashboardUrl: string },
    outside: { now: () => number },
  ): Promise<Api>;
};
type PeopleRoom = { openRegistry(api: Api, ownerUrl: string): Promise<Registry> };

export type OwnersApi = {
  /** As the Owner of the organization. */
  get(url: string): Promise<{ status: number; body: string; json: unknown }>;
  close(): Promise<void>;
};

/** The real API over a database, and an Owner of an organization in it who asks. */
export async function openApiOver(
  database: { appUrl: string; dashboardUrl: string; ownerUrl: string },
  { now, organization }: { now: () => number; organization: { id: string; slug: string } },
): Promise<OwnersApi> {
  const { startTestApiOver } = (await import(path.join(TESTING, 'test-api.ts'))) as TestApiRoom;
  const { openRegistry } = (await import(path.join(TESTING, 'people.ts'))) as PeopleRoom;
  const api = await startTestApiOver(database, { now });
  const registry = await openRegistry(api, database.ownerUrl);
  const owner = await registry.person();
  await registry.member(organization, owner, 'owner');
  return {
    async get(url) {
      const response = await api.app.inject({ url, headers: owner.headers });
      return { status: response.statusCode, body: response.body, json: response.json() };
    },
    async close() {
      await registry.close();
      await api.close();
    },
  };
}
