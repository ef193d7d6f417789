import * as link from '@devpulse/contracts/auth/device-link';
import * as federation from '@devpulse/contracts/auth/federation';
import * as invitations from '@devpulse/contracts/auth/invitations';
import * as recovery from '@devpulse/contracts/auth/recovery';
import * as setUp from '@devpulse/contracts/auth/set-up';
import * as signIn from '@devpulse/contracts/auth/sign-in';
import { INES, PASSWORD, SET_UP_TOKEN, TOM, TOTP_CODE } from './fixture-people.ts';
import { answering, FixtureProblem, type FixtureRoute } from './fixture-routes.ts';
import type { FixtureState } from './fixture-state.ts';

const CHALLENGE = 'challenge-of-the-fixture';
const FLOW = 'flow-of-the-fixture-1234';
const NO_MATCH = 'E-mail and password do not match.';
/** Locks signing in at the first try. */
export const LOCKED_EMAIL = 'locked@fernhill.example';
export const INVITATION = {
  fresh: 'invitation-for-a-new-person',
  known: 'invitation-for-a-known-one',
  used: 'invitation-that-was-used',
};
export const USER_CODE = 'BCDFGHJK';

/** What stands before a session: set-up, the ways to sign in, mailed links, programs. */
export function accessRoutes(state: FixtureState): FixtureRoute[] {
  const { sessions } = state;
  const done = () => ({ isDone: true as const });
  const signedIn = (person: typeof INES) => ({ session: sessions.begin(person), challenge: null });
  return [
    answering(setUp.getInstance, () => ({
      isSetUp: state.isSetUp,
      signIn: { isGithubOffered: state.isGithubOffered, isPasskeyOffered: state.isPasskeyOffered },
      isMailSent: false,
    })),
    answering(setUp.setUpInstance, ({ body }) => {
      if (state.isSetUp || body.token !== SET_UP_TOKEN) {
        throw new FixtureProblem(404, 'not_found', 'This link is not good any more.', {
          remedy: 'Start the instance anew for a link.',
        });
      }
      state.isSetUp = true;
      return signedIn({ ...INES, name: body.name, email: body.email });
    }),
    answering(signIn.signIn, ({ body }) => {
      if (body.email === LOCKED_EMAIL) {
        throw new FixtureProblem(429, 'rate_limited', 'Too many tries for this account.', {
          retryAfterSeconds: 840,
        });
      }
      const person = [INES, TOM].find(({ email }) => email === body.email);
      if (!person || body.password !== PASSWORD) {
        throw new FixtureProblem(401, 'unauthorized', NO_MATCH, { field: 'body.password' });
      }
      if (!person.hasTotp) return signedIn(person);
      const expiresAt = new Date(Date.now() + 300_000).toISOString();
      return {
        session: null,
        challenge: { token: CHALLENGE, methods: ['totp', 'recovery_code'], expiresAt },
      };
    }),
    answering(signIn.signInWithFactor, ({ body }) => {
      if (body.challenge !== CHALLENGE || body.code !== TOTP_CODE) {
        throw new FixtureProblem(401, 'unauthorized', 'This code is not right.', { field: 'body.code' });
      }
      return signedIn(TOM);
    }),
    answering(signIn.startPasskeySignIn, () => ({
      flow: FLOW,
      options: {
        challenge: 'AAAAAAAAAAAAAAAAAAAAAA',
        rpId: 'localhost',
        allowCredentials: [],
        timeout: 60_000,
      },
    })),
    answering(signIn.signInWithPasskey, ({ body }) => {
      if (body.flow !== FLOW) throw new FixtureProblem(401, 'unauthorized', 'This passkey is not known.');
      return signedIn(INES);
    }),
    answering(signIn.refreshSession, ({ body }) => {
      if (state.mode === 'away')
        throw new FixtureProblem(503, 'unavailable', 'The database does not answer.');
      return sessions.refresh(body.refreshToken);
    }),
    answering(signIn.signOut, ({ sessionId }) => {
      sessions.all.delete(sessionId);
      return done();
    }),
    answering(recovery.requestPasswordReset, done),
    answering(recovery.resetPassword, done),
    answering(recovery.verifyEmail, () => ({ email: INES.email })),
    ...invitationRoutes(state),
    ...federationRoutes(state),
    ...deviceLinkRoutes(),
  ];
}

function invitationRoutes({ sessions }: FixtureState): FixtureRoute[] {
  return [
    answering(invitations.readInvitation, ({ body }) => {
      const { fresh, known } = INVITATION;
      if (![fresh, known].includes(body.token)) {
        throw new FixtureProblem(404, 'not_found', 'This invitation is not good any more.');
      }
      return {
        organizationName: 'Fernhill',
        email: body.token === known ? TOM.email : 'lena.sorensen@fernhill.example',
        role: 'developer',
        invitedBy: INES.name,
        hasAccount: body.token === known,
      };
    }),
    answering(invitations.signUpByInvitation, ({ body }) => ({
      session: sessions.begin({ ...TOM, name: body.name, email: 'lena.sorensen@fernhill.example' }),
      challenge: null,
      organization: 'fernhill',
    })),
    answering(invitations.acceptInvitation, () => ({ organization: 'fernhill' })),
  ];
}

function federationRoutes({ sessions }: FixtureState): FixtureRoute[] {
  const start = () => ({
    flow: FLOW,
    authorizeUrl: 'https://github.example/login/oauth/authorize?state=abc',
  });
  const finish = ({ body }: { body: { flow: string; code: string } }) => {
    if (body.flow !== FLOW || body.code !== 'good-code') {
      throw new FixtureProblem(401, 'unauthorized', 'GitHub did not confirm this sign-in.', {
        remedy: 'Start again.',
      });
    }
    return { session: sessions.begin(INES), challenge: null };
  };
  return [
    answering(federation.startGithubSignIn, start),
    answering(federation.finishGithubSignIn, finish),
    answering(federation.startSsoSignIn, ({ body }) => {
      if (body.organization !== 'fernhill') {
        throw new FixtureProblem(404, 'not_found', 'This organization has no single sign-on.', {
          field: 'body.organization',
        });
      }
      return start();
    }),
    answering(federation.finishSsoSignIn, finish),
    answering(federation.startIdentityLink, start),
    answering(federation.finishIdentityLink, () => ({ label: 'ines-aguiar' })),
  ];
}

function deviceLinkRoutes(): FixtureRoute[] {
  return [
    answering(link.authorizeDevice, ({ body }) => ({
      redirectTo: `${body.redirectUri}?code=code-of-the-fixture&state=${encodeURIComponent(body.state)}`,
    })),
    answering(link.readDeviceCode, ({ body }) => {
      if (body.userCode !== USER_CODE) {
        throw new FixtureProblem(404, 'not_found', 'No device shows this code now.', {
          field: 'body.userCode',
          remedy: 'Compare it with the device, or ask there for a new one.',
        });
      }
      return {
        device: { name: 'Ines’ build machine', kind: 'cli', os: 'Debian 13', appVersion: '1.4.0' },
        ipAddress: '203.0.113.40',
        requestedAt: '2026-11-20T13:30:00.000Z',
      };
    }),
    answering(link.decideDeviceCode, ({ body }) => ({ isAllowed: body.isAllowed })),
  ];
}
