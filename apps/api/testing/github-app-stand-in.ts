import { createPublicKey, generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { jwtVerify } from 'jose';
import { listenStandIn, type StandInAnswer, type StandInRequest } from './provider-stand-in.ts';

export type StandInApp = {
  id: number;
  slug: string;
  clientId: string;
  clientSecret: string;
  webhookSecret: string;
  /** Private keys that GitHub knows of it, as PEM. */
  keys: string[];
};

export type StandInInstallation = {
  id: number;
  appId: number;
  account: { id: number; login: string; type: string };
  repositories: { id: number; name: string }[];
};

const NOT_FOUND: StandInAnswer = { status: 404, json: { message: 'Not Found' } };
const REFUSED: StandInAnswer = { status: 401, json: { message: 'Bad credentials' } };
const PAGE = 100;

function rsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

/** As much of a GitHub Enterprise Server as connecting an organization asks for: manifests, consent, Apps, installations, tokens. */
export class GithubAppStandIn {
  url = '';
  readonly apps: StandInApp[] = [];
  readonly installations: StandInInstallation[] = [];
  /** Codes of manifests, each good once. */
  readonly manifestCodes = new Map<string, StandInApp>();
  /** Codes of consent: the App and the installations that the person sees. */
  readonly userCodes = new Map<string, { app: StandInApp; sees: StandInInstallation[] }>();
  /** Tokens of persons, with the names of repositories that they open. */
  readonly personTokens = new Map<string, { login: string; opens: string[]; expires?: string }>();
  /** What was asked, as `METHOD /path`. */
  readonly asked: string[] = [];
  /** The webhook secret that was set last. */
  hookSecret: string | null = null;
  /** Answers instead of the usual, by `METHOD /path`. */
  readonly instead = new Map<string, StandInAnswer>();
  readonly #userTokens = new Map<string, StandInInstallation[]>();
  readonly #installationTokens = new Map<string, StandInInstallation>();
  #close: () => Promise<void> = async () => undefined;

  static async open(): Promise<GithubAppStandIn> {
    const standIn = new GithubAppStandIn();
    const server = await listenStandIn((request) => standIn.#answer(request));
    standIn.url = server.url;
    standIn.#close = server.close;
    return standIn;
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** An App that a person has confirmed; answers the code that GitHub sends the browser back with. */
  makeApp(): { app: StandInApp; code: string } {
    const id = randomInt(1_000_000_000);
    const secret = (kind: string) => `canary-${kind}-${randomBytes(12).toString('hex')}`;
    const app: StandInApp = {
      id,
      slug: `devpulse-${id}`,
      clientId: `Iv1.${randomBytes(8).toString('hex')}`,
      clientSecret: secret('client'),
      webhookSecret: secret('webhook'),
      keys: [rsaKey()],
    };
    this.apps.push(app);
    const code = randomBytes(20).toString('hex');
    this.manifestCodes.set(code, app);
    return { app, code };
  }

  addKey(app: StandInApp): string {
    const key = rsaKey();
    app.keys.push(key);
    return key;
  }

  install(app: StandInApp, repositories = ['checkout-api']): StandInInstallation {
    const number = () => randomInt(1_000_000_000);
    const installation = {
      id: number(),
      appId: app.id,
      account: { id: number(), login: 'fernhill', type: 'Organization' },
      repositories: repositories.map((name) => ({ id: number(), name: `fernhill/${name}` })),
    };
    this.installations.push(installation);
    return installation;
  }

  /** A code of somebody who sees these installations. */
  consent(app: StandInApp, sees: StandInInstallation[]): string {
    const code = randomBytes(20).toString('hex');
    this.userCodes.set(code, { app, sees });
    return code;
  }

  async #answer(request: StandInRequest): Promise<StandInAnswer> {
    const { method, path } = request;
    const key = `${method} ${path.replace(/^\/api\/v3/, '')}`;
    this.asked.push(key);
    const instead = this.instead.get(key);
    if (instead !== undefined) return instead;
    if (path === '/login/oauth/access_token') return this.#exchangeCode(request);
    const code = /^POST \/app-manifests\/(\w+)\/conversions$/.exec(key)?.[1];
    if (code !== undefined) return this.#convert(code);
    if (key === 'GET /meta') return { json: {} };
    if (path.startsWith('/api/v3/app')) return this.#asApp(request, key);
    if (key === 'GET /user/installations') return this.#userInstallations(request);
    if (key === 'GET /installation/repositories') return this.#installationRepositories(request);
    return this.#asPerson(request, key);
  }

  #convert(code: string): StandInAnswer {
    const app = this.manifestCodes.get(code);
    if (app === undefined) return NOT_FOUND;
    this.manifestCodes.delete(code);
    return {
      status: 201,
      json: {
        id: app.id,
        slug: app.slug,
        name: 'DevPulse',
        owner: { login: 'fernhill' },
        client_id: app.clientId,
        client_secret: app.clientSecret,
        webhook_secret: app.webhookSecret,
        pem: app.keys[0],
      },
    };
  }

  #exchangeCode({ body }: StandInRequest): StandInAnswer {
    const code = body.get('code') ?? '';
    const grant = this.userCodes.get(code);
    this.userCodes.delete(code);
    const isClient =
      grant?.app.clientId === body.get('client_id') && grant?.app.clientSecret === body.get('client_secret');
    if (grant === undefined || !isClient) return { json: { error: 'bad_verification_code' } };
    const token = `ghu_${randomBytes(20).toString('hex')}`;
    this.#userTokens.set(token, grant.sees);
    return { json: { access_token: token, token_type: 'bearer' } };
  }

  #userInstallations({ bearer, query }: StandInRequest): StandInAnswer {
    const sees = this.#userTokens.get(bearer ?? '');
    if (sees === undefined) return REFUSED;
    const page = sees.slice((Number(query.get('page') ?? 1) - 1) * PAGE).slice(0, PAGE);
    return { json: { installations: page.map(({ id, appId }) => ({ id, app_id: appId })) } };
  }

  async #asApp(request: StandInRequest, key: string): Promise<StandInAnswer> {
    const app = await this.#appOf(request.bearer ?? '');
    if (app === null) return REFUSED;
    if (key === 'GET /app') {
      return { json: { id: app.id, slug: app.slug, name: 'DevPulse', owner: { login: 'fernhill' } } };
    }
    if (key === 'PATCH /app/hook/config') {
      this.hookSecret = (JSON.parse(request.text) as { secret: string }).secret;
      return { json: {} };
    }
    const named = /^(\w+) \/app\/installations\/(\d+)(\/access_tokens)?$/.exec(key);
    const installation = this.installations.find(
      ({ id, appId }) => String(id) === named?.[2] && appId === app.id,
    );
    if (installation === undefined) return NOT_FOUND;
    if (named?.[3] !== undefined) return this.#mint(installation);
    if (named?.[1] === 'DELETE') {
      this.installations.splice(this.installations.indexOf(installation), 1);
      return { status: 204 };
    }
    const { id, appId: app_id, account } = installation;
    const at = '2026-11-20T09:00:00Z';
    return {
      json: { id, app_id, account, permissions: { metadata: 'read' }, updated_at: at, created_at: at },
    };
  }

  async #appOf(jwt: string): Promise<StandInApp | null> {
    for (const app of this.apps) {
      for (const key of app.keys) {
        const verified = await jwtVerify(jwt, createPublicKey(key), { currentDate: new Date(0) }).catch(
          () => null,
        );
        if (verified?.payload.iss === String(app.id)) return app;
      }
    }
    return null;
  }

  #mint(installation: StandInInstallation): StandInAnswer {
    const token = `ghs_canary${randomBytes(20).toString('hex')}`;
    this.#installationTokens.set(token, installation);
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    return { status: 201, json: { token, expires_at: expires, permissions: {} } };
  }

  #installationRepositories({ bearer, query }: StandInRequest): StandInAnswer {
    const installation = this.#installationTokens.get(bearer ?? '');
    if (installation === undefined) return REFUSED;
    const page = Number(query.get('page') ?? 1);
    const { repositories } = installation;
    const next = `${this.url}/api/v3/installation/repositories?per_page=${PAGE}&page=${page + 1}`;
    return {
      json: {
        repositories: repositories.slice((page - 1) * PAGE, page * PAGE).map((one) => this.#show(one)),
      },
      ...(repositories.length > page * PAGE && { headers: { link: `<${next}>; rel="next"` } }),
    };
  }

  #asPerson({ bearer, path }: StandInRequest, key: string): StandInAnswer {
    const person = this.personTokens.get(bearer ?? '');
    if (person === undefined) return REFUSED;
    if (key === 'GET /user') {
      const headers = person.expires && { 'github-authentication-token-expiration': person.expires };
      return { json: { login: person.login }, ...(headers && { headers }) };
    }
    const name = path.replace('/api/v3/repos/', '');
    return person.opens.includes(name) ? { json: this.#show({ id: 4_711, name }) } : NOT_FOUND;
  }

  #show({ id, name }: { id: number; name: string }) {
    return {
      id,
      node_id: `R_${id}`,
      full_name: name,
      html_url: `${this.url}/${name}`,
      default_branch: 'main',
      private: true,
      archived: false,
      pushed_at: '2026-11-20T09:00:00Z',
    };
  }
}
