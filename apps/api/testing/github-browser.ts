import { randomUUID } from 'node:crypto';
import {
  finishGithubSignIn,
  finishIdentityLink,
  startGithubSignIn,
  startIdentityLink,
} from '@devpulse/contracts/auth/federation';
import { createSafeFetch } from '@devpulse/outbound/safe-fetch';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { type AuthStage, openAuthStage } from './auth-stage.ts';
import { GITHUB_CLIENT, type GithubStandIn } from './github-stand-in.ts';
import type { TestOrganization, TestPerson } from './people.ts';
import { visit } from './provider-stand-in.ts';

const HOUR = 3_600_000;

/** The API that knows the stand-in as its GitHub. */
export const openGithubStage = (github: GithubStandIn) =>
  openAuthStage({
    environment: {
      GITHUB_URL: github.url,
      GITHUB_CLIENT_ID: GITHUB_CLIENT.id,
      GITHUB_CLIENT_SECRET: GITHUB_CLIENT.secret,
    },
    fetch: createSafeFetch({ allowLoopback: true }),
  });

/** A browser that goes from this instance to GitHub and back. */
export function githubBrowserOn(open: () => { stage: AuthStage; github: GithubStandIn }) {
  let nextId = 9_007_199_254;

  const start = async (invitation?: string) =>
    (await open().stage.call(startGithubSignIn, { body: invitation === undefined ? {} : { invitation } }))
      .body;

  async function signInWithGithub(invitation?: string) {
    const { flow, authorizeUrl } = await start(invitation);
    return open().stage.call(finishGithubSignIn, { body: { flow, ...(await visit(authorizeUrl)) } });
  }

  /** A GitHub account that the browser is signed in to. */
  function account(changes: { name?: string; email?: string; verified?: boolean } = {}) {
    nextId += 1;
    const email = changes.email ?? `${nextId}@github.example`;
    const login = `octo-${nextId}`;
    open().github.signInAs({
      id: nextId,
      login,
      name: changes.name ?? null,
      emails: [
        { email: 'unverified@github.example', primary: true, verified: false },
        { email, primary: false, verified: changes.verified ?? true },
      ],
    });
    return { id: nextId, subject: String(nextId), login, email };
  }

  async function link(person: TestPerson) {
    const { stage } = open();
    const { flow, authorizeUrl } = (
      await stage.call(startIdentityLink, { as: person, body: { provider: 'github' } })
    ).body;
    return stage.call(finishIdentityLink, { as: person, body: { flow, ...(await visit(authorizeUrl)) } });
  }

  return { start, signInWithGithub, account, link };
}

/** The token of an invitation to be a Developer, good for an hour. */
export async function inviteOn(stage: AuthStage, organization: TestOrganization, email: string) {
  const token = newSecret();
  await stage.registry.pool.query(
    `INSERT INTO invitation (id, organization_id, token_sha256, email, role, created_at, expires_at)
     VALUES ($1, $2, $3, $4, 'developer', now(), $5)`,
    [randomUUID(), organization.id, hashSecret(token), email, new Date(stage.now() + HOUR)],
  );
  return token;
}
