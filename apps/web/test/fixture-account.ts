import * as factors from '@devpulse/contracts/account/factors';
import * as profile from '@devpulse/contracts/account/profile';
import * as devices from '@devpulse/contracts/account/sessions';
import { listInstanceMails } from '@devpulse/contracts/auth/set-up';
import { reauthenticate } from '@devpulse/contracts/auth/sign-in';
import { ORGANIZATION } from './fixture-figures.ts';
import { type FixtureSession, PASSWORD, TOTP_CODE } from './fixture-people.ts';
import { answering, FixtureProblem, type FixtureRoute } from './fixture-routes.ts';
import type { FixtureState } from './fixture-state.ts';

const AT = '2026-11-18T08:12:00.000Z';
const id = (end: string) => `0198c1d2-0000-7000-8000-0000000000${end}`;
const done = () => ({ isDone: true as const });
const CODES = Array.from({ length: 10 }, (_, index) => `k4m7-x9p${index}-qr5t`);

/** The pages of a person: profile, factors, sessions, devices, and the mails of the instance. */
export function accountRoutes(state: FixtureState): FixtureRoute[] {
  const own = (sessionId: string): FixtureSession => {
    const session = state.sessions.all.get(sessionId);
    if (!session) throw new FixtureProblem(401, 'session_ended', 'The session has ended.');
    return session;
  };
  const recent = (sessionId: string) => {
    const session = own(sessionId);
    if (!session.isRecent) {
      throw new FixtureProblem(
        403,
        'reauthentication_required',
        'This needs a factor given in the last five minutes.',
      );
    }
    return session;
  };
  return [
    ...profileRoutes(own, recent),
    ...factorRoutes(own, recent),
    ...sessionRoutes(state, own),
    answering(reauthenticate, ({ body, sessionId }) => {
      if (body.password !== PASSWORD && body.code !== TOTP_CODE) {
        const field = body.code === undefined ? 'body.password' : 'body.code';
        throw new FixtureProblem(401, 'unauthorized', 'This is not right.', { field });
      }
      own(sessionId).isRecent = true;
      return { authenticatedAt: AT };
    }),
    answering(listInstanceMails, ({ sessionId }) => {
      if (!own(sessionId).person.isInstanceOwner)
        throw new FixtureProblem(404, 'not_found', 'There is nothing here.');
      return { items: MAILS };
    }),
  ];
}

type Own = (sessionId: string) => FixtureSession;

function profileRoutes(own: Own, recent: Own): FixtureRoute[] {
  return [
    answering(profile.getAccount, ({ sessionId }) => {
      const { person, isRecent } = own(sessionId);
      return {
        id: person.id,
        name: person.name,
        email: person.email,
        isEmailVerified: true,
        pendingEmail: person.isInstanceOwner ? 'ines@new-address.example' : null,
        isInstanceOwner: person.isInstanceOwner,
        hasPassword: true,
        createdAt: AT,
        memberships: [
          {
            organization: { id: ORGANIZATION.id, slug: ORGANIZATION.slug, name: ORGANIZATION.name },
            role: 'owner',
            secondFactorDueAt: null,
            secondFactorPolicy: 'administrators',
          },
        ],
        session: {
          id: sessionId,
          authenticatedAt: AT,
          isRecentUntil: isRecent ? new Date(Date.now() + 300_000).toISOString() : null,
        },
      };
    }),
    answering(profile.updateAccount, ({ body, sessionId }) => {
      const session = own(sessionId);
      session.person = { ...session.person, name: body.name };
      return done();
    }),
    answering(profile.changeEmail, ({ sessionId }) => {
      recent(sessionId);
      return done();
    }),
    answering(profile.changePassword, ({ body, sessionId }) => {
      recent(sessionId);
      if (body.currentPassword !== PASSWORD) {
        throw new FixtureProblem(400, 'invalid_request', 'This is not your password.', {
          field: 'body.currentPassword',
        });
      }
      return done();
    }),
    answering(profile.deleteAccount, ({ sessionId }) => {
      recent(sessionId);
      throw new FixtureProblem(409, 'conflict', 'You are the only Owner of Fernhill.', {
        remedy: 'Make another member its Owner, or delete it.',
      });
    }),
  ];
}

function factorRoutes(own: Own, recent: Own): FixtureRoute[] {
  const doneIfRecent = ({ sessionId }: { sessionId: string }) => {
    recent(sessionId);
    return done();
  };
  const setTotp = (sessionId: string, hasTotp: boolean) => {
    const session = recent(sessionId);
    session.person = { ...session.person, hasTotp };
  };
  return [
    answering(factors.listFactors, ({ sessionId }) => ({
      hasPassword: true,
      totp: own(sessionId).person.hasTotp ? { confirmedAt: AT } : null,
      recoveryCodesLeft: own(sessionId).person.hasTotp ? 9 : 0,
      passkeys: [{ id: id('b1'), name: 'Laptop', createdAt: AT, lastUsedAt: AT }],
      identities: [{ id: id('b2'), provider: 'github', label: 'ines-aguiar', createdAt: AT }],
    })),
    answering(factors.startTotp, ({ sessionId }) => {
      recent(sessionId);
      const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
      return {
        secret,
        uri: `otpauth://totp/DevPulse:ines.aguiar%40fernhill.example?secret=${secret}&issuer=DevPulse`,
      };
    }),
    answering(factors.confirmTotp, ({ body, sessionId }) => {
      if (body.code !== TOTP_CODE) {
        throw new FixtureProblem(400, 'invalid_request', 'This code is not right.', { field: 'body.code' });
      }
      setTotp(sessionId, true);
      return { recoveryCodes: CODES };
    }),
    answering(factors.removeTotp, ({ sessionId }) => {
      setTotp(sessionId, false);
      return done();
    }),
    answering(factors.renewRecoveryCodes, ({ sessionId }) => {
      recent(sessionId);
      return { recoveryCodes: CODES };
    }),
    answering(factors.startPasskey, ({ sessionId }) => {
      const { person } = recent(sessionId);
      return {
        flow: 'passkey-flow-of-the-fixture',
        options: {
          rp: { id: 'localhost', name: 'DevPulse' },
          user: { id: 'aW5lcw', name: person.email, displayName: person.name },
          challenge: 'AAAAAAAAAAAAAAAAAAAAAA',
          pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
          authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
          timeout: 60_000,
        },
      };
    }),
    answering(factors.addPasskey, ({ sessionId }) => {
      recent(sessionId);
      return { id: id('b3') };
    }),
    answering(factors.removePasskey, doneIfRecent),
    answering(factors.removeIdentity, doneIfRecent),
  ];
}

function sessionRoutes({ sessions }: FixtureState, own: Own): FixtureRoute[] {
  return [
    answering(devices.listSessions, ({ sessionId, headers }) => {
      const mine = [...sessions.all.values()].filter(({ person }) => person.id === own(sessionId).person.id);
      const items = mine.map((session) => ({
        id: session.id,
        kind: 'web' as const,
        isCurrent: session.id === sessionId,
        deviceName: null,
        userAgent: headers['user-agent'] ?? null,
        ipAddress: '203.0.113.7',
        createdAt: AT,
        lastSeenAt: AT,
        expiresAt: '2026-12-18T08:12:00.000Z',
      }));
      return { items: items.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)) };
    }),
    answering(devices.endSession, ({ params }) => {
      sessions.all.delete(params.session);
      return done();
    }),
    answering(devices.endOtherSessions, ({ sessionId }) => {
      const others = [...sessions.all.values()].filter(
        (session) => session.id !== sessionId && session.person.id === own(sessionId).person.id,
      );
      for (const { id: other } of others) sessions.all.delete(other);
      return { ended: others.length };
    }),
    answering(devices.listDevices, () => ({
      items: [
        {
          id: id('b4'),
          name: 'Ines’ laptop',
          kind: 'desktop',
          os: 'Fedora 43',
          appVersion: '1.4.0',
          linkedAt: AT,
          lastSeenAt: AT,
          isCurrent: false,
        },
      ],
    })),
    answering(devices.renameDevice, done),
    answering(devices.unlinkDevice, done),
  ];
}

const MAILS = [
  {
    id: id('c1'),
    to: 'lena.sorensen@fernhill.example',
    subject: 'Ines Aguiar invites you to Fernhill on DevPulse',
    text: 'Hello,\n\nInes Aguiar invites you to Fernhill as a Developer.\n\nOpen this link to join:\nhttps://devpulse.example/invitation?token=kq3vXb2M9sT7yLw0\n\nIt is good for 7 days and for this address only.\n',
    state: 'held' as const,
    createdAt: AT,
  },
  {
    id: id('c2'),
    to: 'tom.okafor@fernhill.example',
    subject: 'Choose a new password for DevPulse',
    text: 'Hello Tom,\n\nOpen this link to choose a new password:\nhttps://devpulse.example/sign-in/reset?token=Zr8nQd4F1hJ6uPe5\n\nIf you did not ask for it, do nothing.\n',
    state: 'failed' as const,
    createdAt: AT,
  },
];
