import { SESSION_KINDS } from '@devpulse/domain/access/session-rules';
import { z } from 'zod';
import { Count, Done, InstantText, PlainName } from '../primitives.ts';
import { route } from '../route.ts';

export const listSessions = route({
  id: 'listSessions',
  method: 'GET',
  path: '/api/v1/account/sessions',
  summary: 'Where the person is signed in, the one that asks first',
  access: 'person',
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        kind: z.enum(SESSION_KINDS),
        isCurrent: z.boolean(),
        /** Of a linked device; null for a browser. */
        deviceName: z.string().nullable(),
        userAgent: z.string().nullable(),
        ipAddress: z.string().nullable(),
        createdAt: InstantText,
        lastSeenAt: InstantText,
        expiresAt: InstantText,
      }),
    ),
  }),
});

export const endSession = route({
  id: 'endSession',
  method: 'DELETE',
  path: '/api/v1/account/sessions/:session',
  summary: 'Ends one session; it is out within 5 seconds',
  access: 'person',
  params: z.object({ session: z.uuid() }),
  response: Done,
});

export const endOtherSessions = route({
  id: 'endOtherSessions',
  method: 'DELETE',
  path: '/api/v1/account/sessions',
  summary: 'Ends every session but the one that asks',
  access: 'person',
  response: z.object({ ended: Count }),
});

export const listDevices = route({
  id: 'listDevices',
  method: 'GET',
  path: '/api/v1/account/devices',
  summary: 'Programs that are linked to the person',
  access: 'person',
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        kind: z.enum(SESSION_KINDS),
        os: z.string(),
        appVersion: z.string(),
        linkedAt: InstantText,
        lastSeenAt: InstantText,
        isCurrent: z.boolean(),
      }),
    ),
  }),
});

export const renameDevice = route({
  id: 'renameDevice',
  method: 'PATCH',
  path: '/api/v1/account/devices/:device',
  summary: 'Gives a device of one’s own another name; nobody else sees it',
  access: 'person',
  params: z.object({ device: z.uuid() }),
  body: z.object({ name: PlainName }),
  response: Done,
});

export const unlinkDevice = route({
  id: 'unlinkDevice',
  method: 'DELETE',
  path: '/api/v1/account/devices/:device',
  summary: 'Unlinks a device and ends its session; its next request is refused within 5 seconds',
  access: 'person',
  params: z.object({ device: z.uuid() }),
  response: Done,
});
