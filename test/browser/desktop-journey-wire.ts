import { getAccount } from '@devpulse/contracts/account/profile';
import { listDevices } from '@devpulse/contracts/account/sessions';
import { getClock } from '@devpulse/contracts/attendance/clock';
import { collectedGroups } from '@devpulse/contracts/attendance/collected';
import { listOwnCorrections } from '@devpulse/contracts/attendance/corrections';
import { listOwnDays, listOwnSessions } from '@devpulse/contracts/attendance/days';
import {
  AttendanceActionBody,
  AttendanceEventBody,
  sendAttendanceEvents,
} from '@devpulse/contracts/attendance/events';
import { getAttendanceSettings } from '@devpulse/contracts/attendance/settings';
import { exchangeCode } from '@devpulse/contracts/auth/device-link';
import { refreshSession } from '@devpulse/contracts/auth/sign-in';
import { listWhoLooked } from '@devpulse/contracts/organization/trust';
import type { Route } from '@devpulse/contracts/route';
import type { z } from 'zod';
import { type Exchange, eventsOf } from './desktop-journey-traffic.ts';

/** All that the desktop app asks of a server on a working day, by itself or for a press of a button of the clock. */
const ROUTES: readonly Route[] = [
  exchangeCode,
  refreshSession,
  getAccount,
  listDevices,
  getClock,
  listOwnDays,
  listOwnSessions,
  listOwnCorrections,
  getAttendanceSettings,
  listWhoLooked,
  sendAttendanceEvents,
];
const HEADERS = new Set(['accept', 'authorization', 'content-type']);
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What is not on the published list about a request; nothing where all of it is. */
export function unpublished(exchange: Exchange): string[] {
  const { method, pathname, query, headers, body } = exchange;
  const route = ROUTES.find((one) => one.method === method && isPath(one.path, pathname));
  if (!route) return [`route ${method} ${pathname}`];
  const at = (what: string) => `${route.id}: ${what}`;
  const isDays = route === listOwnDays || route === listOwnSessions;
  const isSilent = method === 'GET';
  return [
    ...headers.filter((name) => !HEADERS.has(name)).map((name) => at(`header ${name}`)),
    ...Object.entries(query)
      .filter(([name, value]) => !isDays || !['from', 'to'].includes(name) || !DAY.test(value))
      .map(([name]) => at(`query ${name}`)),
    ...(isSilent && body !== null ? [at('a body')] : []),
    ...(isSilent ? [] : differences(bodyKeys(route, body), keysOf(body)).map(at)),
    ...(route === sendAttendanceEvents ? eventsOf(exchange).flatMap(untold).map(at) : []),
  ];
}

const isPath = (template: string, pathname: string) =>
  new RegExp(`^${template.replaceAll(/:[a-z]+/gi, '[\\w-]+')}$`).test(pathname);

/** Of a body: what its route asks for. Of entries: for each its own kind’s fields. */
function bodyKeys(route: Route, body: unknown): string[] {
  if (route !== sendAttendanceEvents) return Object.keys(route.body.shape);
  return ['events', ...eventsOf({ body }).flatMap((event, index) => eventKeys(event, index))];
}

function eventKeys({ action }: AttendanceEventBody, index: number): string[] {
  const kind = actionOf(action.type);
  return [
    ...Object.keys(AttendanceEventBody.shape).map((name) => `events.${index}.${name}`),
    ...Object.keys(kind?.shape ?? {}).map((name) => `events.${index}.action.${name}`),
  ];
}

/** Of entries, as the schema of the upload lists them. */
export const EVERY_KIND = AttendanceActionBody.options.map(({ shape }) => shape.type.value).sort();

const actionOf = (type: string) =>
  AttendanceActionBody.options.find(({ shape }) => shape.type.value === type);

/** Fields of an entry that the page “What is collected” has no words for. */
function untold({ action }: AttendanceEventBody): string[] {
  const told = new Set(collectedGroups().flatMap(({ fields }) => fields.map(({ what }) => what)));
  const { type: _, ...fields } = actionOf(action.type)?.shape ?? {};
  const all: Record<string, z.ZodType> = { ...AttendanceEventBody.shape, ...fields };
  return Object.entries(all)
    .filter(
      ([, field]) => !told.has((field.meta() as { collected?: { what: string } })?.collected?.what ?? ''),
    )
    .map(([name]) => `${action.type}.${name} is not on the page`);
}

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = path === '' ? name : `${path}.${name}`;
    return [...(Array.isArray(value) ? [] : [own]), ...keysOf(inner, own)];
  });
}

function differences(wanted: readonly string[], found: readonly string[]): string[] {
  return [
    ...found.filter((key) => !wanted.includes(key)).map((key) => `body ${key} is not published`),
    ...wanted.filter((key) => !found.includes(key)).map((key) => `body ${key} is missing`),
  ];
}

/** The same request, had its entries or their actions one field more. */
export const withEvent = (more: object) => (sample: Exchange) => ({
  ...sample,
  body: { events: eventsOf(sample).map((event) => ({ ...event, ...more })) },
});
export const withAction = (more: object) => (sample: Exchange) => ({
  ...sample,
  body: { events: eventsOf(sample).map((event) => ({ ...event, action: { ...event.action, ...more } })) },
});
