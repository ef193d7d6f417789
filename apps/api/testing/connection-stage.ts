import { GithubAppStandIn, type StandInApp } from './github-app-stand-in.ts';
import { type Answer, type OrganizationStage, openOrganizationStage } from './organization-stage.ts';
import type { TestOrganization, TestPerson } from './people.ts';

export type ConnectionStage = OrganizationStage & {
  github: GithubAppStandIn;
  /** Makes an App for an organization, as the wizard and the browser do. */
  makeApp(connected: { organization: TestOrganization; admin: TestPerson }): Promise<MadeHere>;
  /** Begins an installation; answers the state that GitHub would send back. */
  beginInstallation(organization: TestOrganization, person: TestPerson, app: string): Promise<string>;
  finish(person: TestPerson, body: Record<string, unknown>): Promise<Answer>;
};

/** An App as it is known here, and as GitHub has it. */
export type MadeHere = { id: string; app: StandInApp; installUrl: string };

export const stateOf = (url: unknown) => new URL(String(url)).searchParams.get('state') ?? '';

/** The API that knows the stand-in as its GitHub; `configure` answers variables that depend on it. */
export async function openConnectionStage(
  configure: (github: GithubAppStandIn) => Record<string, string> = () => ({}),
): Promise<ConnectionStage> {
  const github = await GithubAppStandIn.open();
  const stage = await openOrganizationStage({
    environment: { GITHUB_URL: github.url, ...configure(github) },
  });
  return {
    ...stage,
    github,
    async makeApp({ organization, admin }) {
      const path = `organizations/${organization.slug}/github`;
      const started = await stage.ask(admin, `POST ${path}/apps`, {});
      const { app, code } = github.makeApp();
      const made = { code, state: stateOf(started.body.action) };
      const finished = await stage.ask(admin, 'POST github/callbacks/app', made);
      if (finished.status !== 200) throw new Error(`No App was made: ${JSON.stringify(finished.body)}`);
      const { rows } = await stage.registry.pool.query<{ id: string }>(
        'SELECT id FROM github_app WHERE app_id = $1',
        [app.id],
      );
      return { id: rows[0]?.id ?? '', app, installUrl: String(finished.body.installUrl) };
    },
    async beginInstallation(organization, person, app) {
      const path = `organizations/${organization.slug}/github/installations`;
      return stateOf((await stage.ask(person, `POST ${path}`, { app })).body.url);
    },
    finish: (person, body) => stage.ask(person, 'POST github/callbacks/installation', body),
    async close() {
      await stage.close();
      await github.close();
    },
  };
}
