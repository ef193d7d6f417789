import { type FixtureOrganization, freshOrganization } from './fixture-organization-data.ts';
import { FixtureSessions } from './fixture-people.ts';

/** What tests set and read of the stand-in. */
export type FixtureState = {
  /**
   * What the next answers are: usual, no organization at all, an organization without data, an error of what is shown, or an
   * error of sign-in as well.
   */
  mode: 'usual' | 'nothing' | 'silent' | 'failing' | 'away';
  isSetUp: boolean;
  isGithubOffered: boolean;
  isPasskeyOffered: boolean;
  sessions: FixtureSessions;
  organization: FixtureOrganization;
  /** Mutations that arrived, by route id, and the headers of the last call of each route. */
  mutations: string[];
  lastHeaders: Map<string, Record<string, string | string[] | undefined>>;
  /** How often the progress of the imports was read. */
  importReads: number;
};

export function freshState(): FixtureState {
  return {
    mode: 'usual',
    isSetUp: true,
    isGithubOffered: true,
    isPasskeyOffered: true,
    sessions: new FixtureSessions(),
    organization: freshOrganization(),
    mutations: [],
    lastHeaders: new Map(),
    importReads: 0,
  };
}
