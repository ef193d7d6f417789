import { randomUUID } from 'node:crypto';
import { finishSsoSignIn, startSsoSignIn } from '@devpulse/contracts/auth/federation';
import { createSafeFetch } from '@devpulse/outbound/safe-fetch';
import { type AuthStage, openAuthStage } from './auth-stage.ts';
import { type OidcStandIn, SSO_CLIENT } from './oidc-stand-in.ts';
import type { TestOrganization } from './people.ts';
import { visit } from './provider-stand-in.ts';

export const MANY_TENANTS = 'https://login.microsoftonline.com';

/** The API that reaches the stand-in on loopback, and under `MANY_TENANTS`. */
export function openSsoStage(provider: OidcStandIn) {
  const toStandIn = createSafeFetch({ allowLoopback: true });
  // A provider of many tenants, whose configuration does not name its issuer: openid-client knows it by this host.
  const fetch: typeof toStandIn = Object.assign(
    (input: Parameters<typeof toStandIn>[0], init?: RequestInit) =>
      toStandIn(String(input).replace(`${MANY_TENANTS}/common/v2.0`, provider.url), init),
    { allowsHttp: true },
  );
  return openAuthStage({ fetch });
}

/** A browser that goes from this instance to the provider of an organization and back. */
export function ssoBrowserOn(open: () => { stage: AuthStage; provider: OidcStandIn }) {
  async function organizationWithSso(
    changes: { issuer?: string; secret?: string; isEnabled?: boolean } = {},
  ) {
    const { stage, provider } = open();
    const organization = await stage.registry.organization();
    const sealed = stage.vault.seal(changes.secret ?? SSO_CLIENT.secret, `sso:${organization.id}`);
    await stage.registry.pool.query(
      `INSERT INTO sso_connection (organization_id, issuer, client_id, client_secret_encrypted, is_enabled)
       VALUES ($1, $2, $3, $4, $5)`,
      [organization.id, changes.issuer ?? provider.url, SSO_CLIENT.id, sealed, changes.isEnabled ?? true],
    );
    return organization;
  }

  /** An account of the provider that the browser is signed in to. */
  function account(changes: { email?: string; email_verified?: boolean; name?: string } = {}) {
    const sub = randomUUID();
    const signedIn = {
      sub,
      name: 'Sam Single',
      email: `${sub.slice(0, 8)}@corp.example`,
      email_verified: true,
      ...changes,
    };
    open().provider.signInAs(signedIn);
    return signedIn;
  }

  const start = (organization: TestOrganization) =>
    open().stage.call(startSsoSignIn, { body: { organization: organization.slug } });

  async function signInWithSso(organization: TestOrganization) {
    const { flow, authorizeUrl } = (await start(organization)).body;
    return open().stage.call(finishSsoSignIn, { body: { flow, ...(await visit(authorizeUrl)) } });
  }

  const persons = async () =>
    Number((await open().stage.registry.pool.query('SELECT count(*) FROM "user"')).rows[0].count);

  return { organizationWithSso, account, start, signInWithSso, persons };
}
