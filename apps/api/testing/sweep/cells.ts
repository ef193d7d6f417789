import type { Route } from '@devpulse/contracts/route';
import { type CapabilityId, capabilityOf, reachOf } from '@devpulse/domain/access/capabilities';
import type { Role } from '@devpulse/domain/access/roles';
import type { Ids } from './sample.ts';
import { SAMPLES } from './samples.ts';
import { CALLERS, type CallerName } from './world.ts';

/**
 * Whose ids a call names. `foreign child` is our organization's address with something of the other inside; `foreign` is the other
 * organization's address; `missing` ones name nothing. Routes without an organization have children of the person.
 */
export const TARGETS = ['own', 'foreign', 'missing', 'foreign child', 'missing child'] as const;
export type Target = (typeof TARGETS)[number];

export type Cell = {
  route: Route;
  caller: CallerName;
  target: Target;
  /** Signed in long ago; only for what asks for a recent factor. */
  isStale: boolean;
  /** `passed`: the guard and the service let the caller through. */
  expected: 'passed' | 401 | 403 | 404;
};

const isMember = (caller: CallerName): caller is Role & CallerName =>
  ['developer', 'manager', 'admin', 'owner'].includes(caller);
const isOfOrganization = (route: Route) => route.path.includes(':organization');
const capability = (route: Route) => route.access as CapabilityId;
export const isSensitive = (route: Route) =>
  route.isSensitive === true ||
  (isOfOrganization(route) && capabilityOf(capability(route)).isSensitive === true);

/** Every cell of a route: callers × what it names, with what the capability table says of it. */
export function cellsOf(route: Route): Cell[] {
  const cells = CALLERS.flatMap((caller) =>
    targetsOf(route).map(
      (target): Cell => ({
        route,
        caller,
        target,
        isStale: false,
        expected: expectedOf(route, caller, target),
      }),
    ),
  );
  const letIn = cells.find(
    (cell) => cell.expected === 'passed' && cell.caller === 'owner' && cell.target === 'own',
  );
  if (!isSensitive(route) || letIn === undefined) return cells;
  return [...cells, { ...letIn, isStale: true, expected: 403 }];
}

function targetsOf(route: Route): Target[] {
  const hasChild = SAMPLES[route.id]?.child !== undefined;
  if (isOfOrganization(route)) return hasChild ? [...TARGETS] : ['own', 'foreign', 'missing'];
  return hasChild ? ['own', 'foreign child', 'missing child'] : ['own'];
}

function expectedOf(route: Route, caller: CallerName, target: Target): Cell['expected'] {
  if (route.access === 'anyone') return 'passed';
  if (caller === 'anonymous' || caller === 'revoked') return 401;
  if (route.access === 'instance_owner') return 403;
  const isChildOut = target === 'foreign child' || target === 'missing child';
  if (route.access === 'person') return isChildOut ? 404 : 'passed';
  if (target === 'missing') return 404;
  if (target === 'foreign') {
    // the other organization's Owner is at home there, so for them it is our caller's `own`
    return caller === 'outsider' ? ofMember(route, 'owner', false) : 404;
  }
  if (!isMember(caller)) return 404;
  return ofMember(route, caller, isChildOut);
}

function ofMember(route: Route, role: Role, isChildOut: boolean): Cell['expected'] {
  const reach = reachOf(capability(route), role);
  if (reach === 'none') return 403;
  if (isChildOut) return 404;
  // the person in the path is somebody else, in the manager's team: a developer reaches nobody but themselves
  if (['read_person', 'read_attendance'].includes(route.access) && reach === 'self') return 404;
  return 'passed';
}

export type Call = { method: Route['method']; url: string; payload?: object };

/** The request of a cell: `at` names the organization, `inside` what lies in it. */
export function callOf(route: Route, at: Ids, inside: Ids): Call {
  const sample = SAMPLES[route.id];
  if (sample === undefined) throw new Error(`The sweep has no sample for ${route.id}`);
  const child = sample.child?.(inside) ?? {};
  const params: Record<string, string> = { organization: at.slug, ...sample.params, ...child.params };
  const path = route.path.replaceAll(/:([a-z]+)/gi, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const query = new URLSearchParams({ ...sample.query, ...child.query }).toString();
  const payload = { ...sample.body?.(at), ...child.body };
  const hasPayload = sample.body !== undefined || child.body !== undefined;
  return {
    method: route.method,
    url: query === '' ? path : `${path}?${query}`,
    ...(hasPayload && { payload }),
  };
}
