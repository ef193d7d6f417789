import { randomBytes } from 'node:crypto';
import { consent, type Grant, listenStandIn, redeem, type StandInAnswer } from './provider-stand-in.ts';

export const GITHUB_CLIENT = { id: 'Iv1.0123456789abcdef', secret: 'a client secret of forty characters' };

export type GithubAccount = {
  id: number;
  login: string;
  name: string | null;
  emails: { email: string; primary: boolean; verified: boolean }[];
};

/** GitHub Enterprise Server's sign-in as its documentation says: errors of the token address are 200 with `error`. */
export async function startGithubStandIn() {
  const grants = new Map<string, Grant>();
  const tokens = new Set<string>();
  const asked: string[] = [];
  let account: GithubAccount = { id: 1, login: 'nobody', name: null, emails: [] };
  let isBroken = false;

  function tokenFor(body: URLSearchParams): StandInAnswer {
    const isClient =
      body.get('client_id') === GITHUB_CLIENT.id && body.get('client_secret') === GITHUB_CLIENT.secret;
    if (!isClient) return { json: { error: 'incorrect_client_credentials' } };
    if (redeem(body, grants) === null) return { json: { error: 'bad_verification_code' } };
    const token = `ghu_${randomBytes(20).toString('hex')}`;
    tokens.add(token);
    return { json: { access_token: token, token_type: 'bearer', scope: 'read:user,user:email' } };
  }

  const server = await listenStandIn(({ path, query, body, bearer }) => {
    asked.push(path);
    if (isBroken) return { status: 502, json: { message: 'Bad gateway' } };
    if (path === '/login/oauth/authorize') return consent(query, grants);
    if (path === '/login/oauth/access_token') return tokenFor(body);
    if (bearer === null || !tokens.has(bearer)) return { status: 401, json: { message: 'Bad credentials' } };
    const { id, login, name, emails } = account;
    if (path === '/api/v3/user') return { json: { id, login, name, email: emails[0]?.email ?? null } };
    if (path === '/api/v3/user/emails') return { json: emails };
    return { status: 404, json: { message: 'Not Found' } };
  });
  return {
    ...server,
    asked,
    /** Who is signed in at GitHub in the browser. */
    signInAs(next: Partial<GithubAccount> & { id: number }) {
      account = { login: `login-${next.id}`, name: null, emails: [], ...next };
    },
    break(broken: boolean) {
      isBroken = broken;
    },
  };
}

export type GithubStandIn = Awaited<ReturnType<typeof startGithubStandIn>>;
