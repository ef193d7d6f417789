import type { Route, RouteAccess } from '@devpulse/contracts/route';

/** Marks a handler with the endpoint it serves, so that tests and guards can find it. */
export const ROUTE_METADATA = 'devpulse:route';
const ACCESS_METADATA = 'devpulse:access';

export type AccessRule = { access: RouteAccess; isSensitive: boolean };

/** Says who may call a handler that serves no route of the contracts. */
export function Access(access: RouteAccess): MethodDecorator {
  return (_target, _key, descriptor) => {
    Reflect.defineMetadata(ACCESS_METADATA, access, descriptor.value as object);
  };
}

/** Who may call a handler; null when nothing was declared, which nobody may call. */
export function accessRuleOf(handler: object): AccessRule | null {
  const route = Reflect.getMetadata(ROUTE_METADATA, handler) as Route | undefined;
  if (route !== undefined) return { access: route.access, isSensitive: route.isSensitive === true };
  const access = Reflect.getMetadata(ACCESS_METADATA, handler) as RouteAccess | undefined;
  return access === undefined ? null : { access, isSensitive: false };
}
