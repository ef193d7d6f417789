import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { consent, type Grant, listenStandIn, redeem, type StandInAnswer } from './provider-stand-in.ts';

export const SSO_CLIENT = { id: 'devpulse', secret: 'a client secret of the provider' };
const LIFE_SECONDS = 300;

/** How the next ID token differs from a right one. */
export type Spoiling = {
  claims?: Record<string, unknown>;
  signing?: 'none' | 'client secret' | 'public key' | 'foreign key';
};

export type SsoAccount = { sub: string; name?: string; email?: string; email_verified?: boolean };

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An OpenID provider: discovery, keys, consent and tokens (OpenID Connect Core 1.0), which can be told to go wrong. */
export async function startOidcStandIn() {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  const publicJwk = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' };
  const grants = new Map<string, Grant>();
  let account: SsoAccount = { sub: 'nobody' };
  let spoiling: Spoiling = {};
  let discovered: Record<string, unknown> = {};

  async function idToken(claims: JWTPayload): Promise<string> {
    const payload: JWTPayload = { ...claims, ...spoiling.claims };
    if (spoiling.signing === undefined || spoiling.signing === 'foreign key') {
      const { privateKey } = spoiling.signing === undefined ? own : foreign;
      return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(privateKey);
    }
    if (spoiling.signing === 'none') return `${encode({ alg: 'none' })}.${encode(payload)}.`;
    const signed = `${encode({ alg: 'HS256', kid: 'own' })}.${encode(payload)}`;
    const key = spoiling.signing === 'client secret' ? SSO_CLIENT.secret : JSON.stringify(publicJwk);
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  }

  async function tokensFor(issuer: string, body: URLSearchParams): Promise<StandInAnswer> {
    const isClient =
      body.get('client_id') === SSO_CLIENT.id && body.get('client_secret') === SSO_CLIENT.secret;
    if (!isClient) return { status: 401, json: { error: 'invalid_client' } };
    const grant = redeem(body, grants);
    if (grant === null) return { status: 400, json: { error: 'invalid_grant' } };
    const iat = Math.floor(Date.now() / 1000);
    const id = await idToken({
      iss: issuer,
      aud: SSO_CLIENT.id,
      iat,
      exp: iat + LIFE_SECONDS,
      ...(grant.nonce !== null && { nonce: grant.nonce }),
      ...account,
    });
    return { json: { access_token: 'an-access-token', token_type: 'Bearer', expires_in: 300, id_token: id } };
  }

  const server = await listenStandIn(({ path, query, body }) => {
    const issuer = server.url;
    switch (path) {
      case '/.well-known/openid-configuration':
        return {
          json: {
            issuer,
            authorization_endpoint: `${issuer}/authorize`,
            token_endpoint: `${issuer}/token`,
            jwks_uri: `${issuer}/keys`,
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
            id_token_signing_alg_values_supported: ['RS256'],
            ...discovered,
          },
        };
      case '/keys':
        return { json: { keys: [publicJwk] } };
      case '/authorize':
        return consent(query, grants);
      case '/token':
        return tokensFor(issuer, body);
      default:
        return { status: 404 };
    }
  });
  return {
    ...server,
    /** Who is signed in at the provider in the browser. */
    signInAs(next: SsoAccount) {
      account = next;
    },
    spoil(next: Spoiling) {
      spoiling = next;
    },
    /** Changes what the provider says of itself. */
    discover(changes: Record<string, unknown>) {
      discovered = changes;
    },
  };
}

export type OidcStandIn = Awaited<ReturnType<typeof startOidcStandIn>>;
